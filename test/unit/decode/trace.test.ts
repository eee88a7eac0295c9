import { describe, expect, it } from 'vitest';
import { infill } from '../../../engine/decode/infill';
import { parseTrace, replay, type TraceHeader } from '../../../engine/decode/trace';
import { ProjectText } from '../../../engine/decode/recall/projectText';
import { chaoticAnswer, fakeModel, testTokenizer } from '../../support/fakeModel';

const tokenizer = testTokenizer();
const GATE = { bias: 2, order: 0, isBetween: 0, share: 0, places: 0, distance: 0, top: 0 };
const tools = (seed: number) => ({
  model: fakeModel({ answer: chaoticAnswer(seed, tokenizer.size), maxCells: 12, projectGate: GATE }),
  tokenizer,
});
const project = new ProjectText([tokenizer.ids('two one four é three')]);

async function record(seed: number): Promise<string> {
  const lines: object[] = [];
  const text = 'one\r\ntwo three é\r\nfour';
  const holes = [{ span: { start: 5, end: 15 }, pins: [{ start: 9, end: 11 }] }, { span: { start: 19, end: 19 } }];
  await infill(
    { ...tools(seed), project },
    { text, holes, options: { seed, temperature: 0.9 } },
    {
      onStart: (scene, settings, seen) => {
        const header: TraceHeader = {
          type: 'trace',
          schema: 1,
          version: '0',
          model: { id: 'fake', sha256: 'f' },
          documentSha256: 'd',
          settings,
          scene,
          ...(seen && { project: seen }),
        };
        lines.push(header);
      },
      onPass: (pass, drafts) => lines.push({ type: 'pass', pass, holes: drafts }),
    },
  );
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

describe('trace', () => {
  it('replays every pass exactly', async () => {
    const trace = parseTrace(await record(3));
    expect(trace.passes.length).toBeGreaterThan(1);
    expect(await replay(tools(3), trace)).toEqual({ passes: trace.passes.length });
    const { project: _, ...without } = trace.header;
    expect((await replay(tools(3), { ...trace, header: without })).differsAt).toBeGreaterThan(0);
  });

  it('names the first pass that differs', async () => {
    const trace = parseTrace(await record(3));
    const changed = trace.passes.map((pass, i) => (i === 1 ? { ...pass, holes: pass.holes.slice(1) } : pass));
    expect(await replay(tools(3), { ...trace, passes: changed })).toMatchObject({ differsAt: 2 });
    expect(await replay(tools(3), { ...trace, passes: trace.passes.slice(0, -1) })).toMatchObject({
      differsAt: trace.passes.length,
    });
    expect((await replay(tools(4), trace)).differsAt).toBeGreaterThan(0);
  });

  it('says which line is not part of a trace', async () => {
    expect(() => parseTrace('')).toThrow(/line 1 is not part of a trace/);
    expect(() => parseTrace('{"type":"pass"}')).toThrow(/line 1/);
    expect(() => parseTrace(`${'{'}`)).toThrow(/line 1/);
    const whole = await record(3);
    expect(() => parseTrace(`${whole}nonsense`)).toThrow(/line \d+ is not part of a trace/);
  });
});
