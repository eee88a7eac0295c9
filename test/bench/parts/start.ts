/** From the fork of the engine to its answer to `initialize`: what the first infill of a window waits for. */
import { milliseconds, type Part } from '../part';
import { EngineUnderTest } from '../support/engineUnderTest';
import { median } from '../support/quantiles';

const ROUNDS = 7;

export const start: Part = {
  name: 'start',
  about: 'engine process to ready',
  quick: true,
  async run(options) {
    const [readyMs, loadMs]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      const engine = await EngineUnderTest.start(options);
      readyMs.push(engine.readyMs);
      loadMs.push(engine.opened.loadMs);
      await engine.stop();
    }
    const line = (label: string, values: readonly number[]) => ({
      label,
      cells: [Math.min(...values), median(values)].map(milliseconds),
    });
    return {
      figures: { readyMs, loadMs },
      sections: [
        {
          title: 'Start of the engine process',
          columns: ['best', 'median'],
          lines: [line('fork to ready', readyMs), line('of it: loading the model', loadMs)],
        },
      ],
    };
  },
};
