import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Validated, validateResult } from '../../../engine/cli/validateResult';
import type { DecodeOptions, ResultCell, RunResult } from '../../../engine/protocol/messages';
import { Engine } from '../../../engine/server/engine';
import { fakeHost } from '../../support/fakeHost';
import { type FakeOptions, testTokenizer } from '../../support/fakeModel';
import { temporaryFolder } from '../../support/temporaryFolder';

const tokenizer = testTokenizer();
const weights =
  (...texts: readonly string[]) =>
  () =>
    new Map(texts.map((text, i) => [tokenizer.ids(text)[0] ?? 0, 0.9 / (i + 1) ** 3]));

async function openEngine(options: FakeOptions): Promise<Engine> {
  const engine = new Engine(fakeHost(options), '0');
  await engine.initialize({ model: 'fake' });
  return engine;
}

/** Cells in brackets are pinned. */
function resultOf(start: number, end: number, ...texts: readonly (string | [string])[]): RunResult {
  const cells = texts.map((text): ResultCell => {
    if (typeof text === 'string') return { text, state: 'committed', confidence: 0.5, alternatives: [] };
    return { text: text[0], state: 'pinned', confidence: 1, alternatives: [] };
  });
  return {
    holes: [{ span: { start, end }, text: texts.flat().join(''), confidence: 0.5, cells }],
    ...{ passes: 1, tokens: 1, contextRows: 0, model: 'fake', seed: 0 },
    ms: { load: 0, context: 0, firstPass: 0, total: 0 },
  };
}

const request = (options: DecodeOptions = {}, uri = 'file:///a') => ({ runId: 'cli', uri, version: 1, options });
const textsOf = ({ holes }: RunResult): string[] => holes.map((hole) => hole.text);

beforeEach(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true));
afterEach(() => vi.restoreAllMocks());

describe('a result that is validated', () => {
  /** By a model that would rather close than open. */
  const closing = { answer: weights(']', '[') };
  const wrong = resultOf(5, 5, '[');
  const job = (more: Partial<Validated> = {}): Validated => ({
    ...{ text: 'a = [;', checks: { brackets: 'typescript' }, request: request() },
    ...more,
  });

  it('is remasked where the check finds it wrong, and nowhere else', async () => {
    const mended = await validateResult(await openEngine(closing), wrong, job());
    expect(textsOf(mended)).toEqual([']']);
    expect(mended.holes[0]?.span).toEqual({ start: 5, end: 5 });
  });

  it('is remasked to the instruction that it was written to, with the options of its run', async () => {
    const told = job({ request: { ...request(), instruction: 'close it' } });
    await expect(validateResult(await openEngine(closing), wrong, told)).rejects.toThrow(/fake takes no instructions/);
    const hot = job({ request: request({ temperature: 99 }) });
    await expect(validateResult(await openEngine(closing), wrong, hot)).rejects.toThrow(/temperature must be between/);
  });

  it('is remasked with what was read of its project', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'other.json'), '{"height":42}\n');
    const gate = { bias: 12, order: 0, isBetween: 0, share: 0, places: 0, distance: 0, top: 0 };
    const engine = await openEngine({ answer: weights('1'), projectGate: gate, recallGate: { ...gate, bias: -20 } });
    const uri = pathToFileURL(join(folder, 'own.json')).href;
    const text = '{"height":}\n';
    engine.documents.opened({ uri, version: 1, languageId: 'json', text });
    await engine.project({ uri, files: [join(folder, 'other.json')] });
    const schema = '{ "properties": { "height": { "minimum": 40 } } }';
    const high = job({ text, checks: { json: 'strict', schema }, request: request({}, uri) });
    expect(textsOf(await validateResult(engine, resultOf(10, 10, '1'), high))).toEqual(['42']);
  });

  it('keeps the skeleton that it was to keep, and takes what the schema knows into it', async () => {
    const text = '{"size": "small", "n": 1}';
    const first = resultOf(0, text.length, ['{"size": "'], 'tiny', ['", "n": '], '1', ['}']);
    const schema = '{ "properties": { "size": { "enum": ["large", 7] }, "n": { "type": "boolean" } } }';
    const asked = job({ text, checks: { json: 'strict', schema } });
    const answer = weights('7', 'a', '"');
    expect(textsOf(await validateResult(await openEngine({ answer }), first, { ...asked, keeps: 'json' }))).toEqual([
      '{"size": "large", "n": 7}',
    ]);
    expect(textsOf(await validateResult(await openEngine({ answer }), first, asked))).toEqual([
      '{"size": "large", "n": true}',
    ]);
  });
});
