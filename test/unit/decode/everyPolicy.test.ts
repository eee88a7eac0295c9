/** What holds for every policy and every length policy, whatever the document and the model say. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { infill, type InfillJob } from '../../../engine/decode/infill';
import { policyNames } from '../../../engine/decode/policies';
import type { RecallGate } from '../../../engine/decode/recall/gate';
import { ProjectText } from '../../../engine/decode/recall/projectText';
import { lengthPolicies } from '../../../engine/decode/settings';
import { parseTrace, replay } from '../../../engine/decode/trace';
import type { HoleResult } from '../../../engine/protocol/messages';
import { chaoticAnswer, fakeModel, testTokenizer } from '../../support/fakeModel';

const tokenizer = testTokenizer();
/** One that often has the document's word. */
const GATE: RecallGate = { bias: 0, order: 0.5, isBetween: 1, share: 1, places: 0.5, distance: -0.5, top: -1 };
const PROJECT = new ProjectText([tokenizer.ids('a é\nab aé\n\n'), tokenizer.ids('\ta a\r\né é é')]);
const toolsOf = (seed: number) => ({
  model: fakeModel({
    answer: chaoticAnswer(seed, tokenizer.size),
    maxCells: 16,
    ...(seed % 2 === 1 && { recallGate: GATE }),
    ...(seed % 3 === 1 && { projectGate: GATE }),
  }),
  tokenizer,
  ...(seed % 3 === 1 && { project: PROJECT }),
});

/** Runs the job and puts it on record. */
async function recorded(job: InfillJob, seed: number) {
  const lines: object[] = [];
  const about = { type: 'trace', schema: 1, version: '0', model: { id: 'fake', sha256: 'f' }, documentSha256: 'd' };
  const result = await infill(toolsOf(seed), job, {
    onStart: (scene, settings, project) => lines.push({ ...about, settings, scene, ...(project && { project }) }),
    onPass: (pass, holes) => lines.push({ type: 'pass', pass, holes }),
  });
  return { result, ndjson: lines.map((line) => `${JSON.stringify(line)}\n`).join('') };
}

/** Documents full of characters that are easy to tear, with a hole that may have a pin, and a second hole behind it. */
const jobs = fc
  .array(
    fc.constantFrom('a', 'é', '👩‍👧', 'e\u0301', '\t', ' ', '\r\n', '\n', '日', '\ufffd', '\u202e', '<|remask:mask|>'),
    { maxLength: 24 },
  )
  .chain((parts) => {
    const borders = parts.reduce((ends, part) => [...ends, (ends.at(-1) ?? 0) + part.length], [0]);
    return fc.record({
      text: fc.constant(parts.join('')),
      places: fc
        .array(fc.constantFrom(...borders), { minLength: 6, maxLength: 6 })
        .map((places) => places.sort((a, b) => a - b)),
      seed: fc.nat(1000),
      passes: fc.option(fc.integer({ min: 8, max: 12 }), { nil: undefined }),
      policy: fc.constantFrom(...policyNames),
      lengthPolicy: fc.constantFrom(...lengthPolicies),
      temperature: fc.constantFrom(0, 0.8),
      allowRepeats: fc.boolean(),
    });
  })
  .map(({ text, places: [start = 0, a = 0, b = 0, end = 0, next = 0, last = 0], passes, ...options }) => {
    const pins = a < b && (a > start || b < end) ? [{ start: a, end: b }] : [];
    const holes = [{ span: { start, end }, pins }, { span: { start: next, end: last } }];
    return { text, holes, options: { ...options, ...(passes !== undefined && { passes }) } };
  });

/** What is left of a torn character, and the beginning of a special token. */
const UNSPELLABLE = ['\ufffd', '<|remask:'];

function expectSound(text: string, hole: HoleResult | undefined, pins: InfillJob['holes'][number]['pins']): void {
  expect(hole?.cells.every((cell) => cell.state === 'committed' || cell.state === 'pinned')).toBe(true);
  expect(hole?.cells.map((cell) => cell.text).join('')).toBe(hole?.text);
  const textOf = (state: string): string =>
    (hole?.cells ?? []).flatMap((cell) => (cell.state === state ? [cell.text] : [])).join('');
  expect(textOf('pinned')).toBe((pins ?? []).map((pin) => text.slice(pin.start, pin.end)).join(''));
  const written = textOf('committed');
  // One that the document spells may be copied from it, as any other text.
  for (const mark of UNSPELLABLE.filter((each) => !text.includes(each))) expect(written).not.toContain(mark);
  expect(Buffer.from(written, 'utf8').toString('utf8')).toBe(written);
}

async function expectPromisesKept(job: InfillJob & { readonly options: { readonly seed: number } }): Promise<void> {
  const { result, ndjson } = await recorded(job, job.options.seed);
  expect(result.holes.map((hole) => hole.span)).toEqual(job.holes.map((hole) => hole.span));
  result.holes.forEach((hole, i) => expectSound(job.text, hole, job.holes[i]?.pins));
  if (job.options.passes !== undefined) expect(result.passes).toBeLessThanOrEqual(2 * job.options.passes);
  expect((await recorded(job, job.options.seed)).ndjson).toBe(ndjson);
  expect(await replay(toolsOf(job.options.seed), parseTrace(ndjson))).toEqual({ passes: result.passes });
}

const RUNS = { numRuns: 3 };

describe('pins and borders stay, every run ends, nothing unspellable is left, the same seed and a replay give the same', () => {
  it.each(policyNames)('policy %s', async (policy) => {
    const chosen = jobs.map((job) => ({ ...job, options: { ...job.options, policy } }));
    await fc.assert(fc.asyncProperty(chosen, expectPromisesKept), RUNS);
  });

  it.each(lengthPolicies)('length policy %s', async (lengthPolicy) => {
    const chosen = jobs.map((job) => ({ ...job, options: { ...job.options, lengthPolicy } }));
    await fc.assert(fc.asyncProperty(chosen, expectPromisesKept), { numRuns: 8 });
  });
});
