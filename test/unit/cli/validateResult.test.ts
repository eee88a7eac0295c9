import { afterEach, describe, expect, it, vi } from 'vitest';
import { validateResult } from '../../../engine/cli/validateResult';
import type { RunResult } from '../../../engine/protocol/messages';
import { Engine } from '../../../engine/server/engine';
import { fakeHost } from '../../support/fakeHost';
import { testTokenizer } from '../../support/fakeModel';

const tokenizer = testTokenizer();
const id = (text: string): number => tokenizer.ids(text)[0] ?? 0;

/** A model that would rather close than open. */
async function openEngine(): Promise<Engine> {
  const engine = new Engine(fakeHost({ answer: () => new Map([[id(']'), 0.9], [id('['), 0.1]]) }), '0'); // prettier-ignore
  await engine.initialize({ model: 'fake' });
  return engine;
}

const text = 'a = [;';
const result: RunResult = {
  holes: [
    {
      span: { start: 5, end: 5 },
      text: '[',
      confidence: 0.5,
      cells: [{ text: '[', state: 'committed', confidence: 0.5, alternatives: [] }],
    },
  ],
  ...{ passes: 1, tokens: 1, contextRows: 0, model: 'fake', seed: 0 },
  ms: { load: 0, context: 0, firstPass: 0, total: 0 },
};
const checks = { brackets: 'typescript' };

describe('a result that is validated', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is remasked where the check finds it wrong, and nowhere else', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { holes } = await validateResult(await openEngine(), result, { text, checks });
    expect(holes.map((hole) => hole.text)).toEqual([']']);
    expect(holes[0]?.span).toEqual({ start: 5, end: 5 });
  });

  it('is remasked to the instruction that it was written to', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const validated = validateResult(await openEngine(), result, { text, checks, instruction: 'close it' });
    await expect(validated).rejects.toThrow(/fake takes no instructions/);
  });
});
