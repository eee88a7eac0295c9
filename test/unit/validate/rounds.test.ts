/** The loop on a scripted model and a scripted judge: what is asked for in which round, and what is kept. */
import { describe, expect, test } from 'vitest';
import type { HoleRequest, HoleResult, Problem } from '../../../engine/protocol/messages';
import type { Draft } from '../../../engine/validate/rounds/draft';
import { type Limits, type Ports, validateAndRemask } from '../../../engine/validate/rounds/loop';
import { apart } from '../../../engine/validate/rounds/candidates';
import { editBetween, patched } from '../../../engine/validate/rounds/patch';
import { woundsOf } from '../../../engine/validate/rounds/wounds';

/** One cell per word and the space before it; the hole is between the bars. */
function draftOf(marked: string, pinned: readonly string[] = []): Draft {
  const [before = '', inside = '', after = ''] = marked.split('|');
  const cells = [...inside.matchAll(/\s*\S+/g)].map((match) => ({
    span: { start: before.length + match.index, end: before.length + match.index + match[0].length },
    confidence: 0.5,
    alternatives: [],
    pinned: pinned.includes(match[0].trim()),
  }));
  return {
    text: before + inside + after,
    holes: [{ span: { start: before.length, end: before.length + inside.length }, cells }],
  };
}

/** Blames every `word` that is not allowed. */
const judgeBy =
  (...wrong: readonly string[]) =>
  ({ text }: Draft): Promise<Problem[]> =>
    Promise.resolve(
      wrong.flatMap((word) =>
        [...text.matchAll(new RegExp(`\\b${word}\\b`, 'g'))].map(({ index }) => ({
          span: { start: index, end: index + word.length },
          message: `no ${word}`,
          source: 'test',
        })),
      ),
    );

/** A model that is sure of one word for one cell, has others in mind after it, and doubts anything longer. */
function modelOf(...words: readonly [string, ...string[]]) {
  const asked: string[] = [];
  const fillIn = ({ text }: Draft, { span, length, cells: start }: HoleRequest): Promise<HoleResult> => {
    asked.push(text.slice(span.start, span.end));
    const [first, ...others] = words;
    const count = typeof length === 'number' ? length : 1;
    const cells = Array.from({ length: count }, () => ({
      text: ` ${first}`,
      state: 'committed' as const,
      confidence: count === 1 && !start ? 0.8 : 0.001,
      alternatives: others.map((word, i) => ({ text: ` ${word}`, probability: 0.1 / (i + 1) })),
    }));
    return Promise.resolve({ span, cells, text: cells.map((cell) => cell.text).join(''), confidence: 0.8 });
  };
  return { fillIn, asked };
}

const LIMITS: Limits = { rounds: 3, budgetMs: 1000, now: () => 0 };
const never = () => ({ signal: new AbortController().signal });
const run = (draft: Draft, ports: Ports, limits: Partial<Limits> = {}) =>
  validateAndRemask(draft, ports, { ...LIMITS, ...limits }, never());

describe('validate and remask', () => {
  test('a draft without problems stays as it is, and the model is not asked', async () => {
    const { fillIn, asked } = modelOf('x');
    const outcome = await run(draftOf('a | b c| d'), { judge: judgeBy(), fillIn });
    expect(outcome).toMatchObject({ ended: 'clean', rounds: 0, best: { draft: { text: 'a  b c d' } } });
    expect(asked).toEqual([]);
  });

  test('only what is to blame is remasked; what stood there in any draft is banned', async () => {
    const { fillIn, asked } = modelOf('bad', 'worse', 'good');
    const outcome = await run(draftOf('a b| bad| c d'), { judge: judgeBy('bad', 'worse'), fillIn });
    expect(outcome.best.draft.text).toBe('a b good c d');
    expect(outcome).toMatchObject({ ended: 'clean', before: 1, rounds: 2 });
    expect(new Set(asked)).toEqual(new Set([' bad']));
  });

  test('where checks cost nothing, the round takes the candidate that they like best', async () => {
    const { fillIn } = modelOf('bad', 'worse', 'good');
    const judge = judgeBy('bad', 'worse');
    const sift = async (draft: Draft) => (await judge(draft)).length;
    const outcome = await run(draftOf('a | b bad c| d'), { judge, fillIn, sift });
    expect(outcome).toMatchObject({ ended: 'clean', rounds: 1 });
  });

  test('a draft that may not be kept is no draft, however few problems it has', async () => {
    const { fillIn } = modelOf('bad', 'neat', 'good');
    const allows = ({ text }: Draft) => !text.includes('neat');
    const outcome = await run(draftOf('a | b bad c| d'), { judge: judgeBy('bad'), fillIn, allows });
    expect(outcome.best.draft.text).toBe('a  b good c d');
  });

  test('problems on different lines are mended in one round', async () => {
    const { fillIn } = modelOf('good');
    const outcome = await run(draftOf('|x bad y\nz bad w|'), { judge: judgeBy('bad'), fillIn });
    expect(outcome).toMatchObject({ ended: 'clean', before: 2, rounds: 1 });
    expect(outcome.best.draft.text).toBe('x good y\nz good w');
  });

  test('pinned words and the text outside the hole stay, whatever is to blame', async () => {
    const { fillIn } = modelOf('good');
    const outcome = await run(draftOf('bad | one bad two| bad', ['one', 'bad', 'two']), {
      judge: judgeBy('bad'),
      fillIn,
    });
    expect(outcome).toMatchObject({ ended: 'nothing', best: { draft: { text: 'bad  one bad two bad' } } });
  });

  test('the best draft is kept, not the last: fewest problems, then the likelier text', async () => {
    const { fillIn } = modelOf('bad bad', 'bad bad bad');
    const first = draftOf('|x bad y|');
    const outcome = await run(first, { judge: judgeBy('bad'), fillIn });
    expect(outcome).toMatchObject({ ended: 'rounds', rounds: 3, best: { draft: first } });
  });

  test('no round begins when the time is up, and none when none is allowed', async () => {
    let time = 0;
    const { fillIn } = modelOf('bad');
    const judge = (draft: Draft) => {
      time += 600;
      return judgeBy('bad')(draft);
    };
    expect(await run(draftOf('|bad|'), { judge, fillIn }, { now: () => time })).toMatchObject({
      ended: 'time',
      rounds: 1,
    });
    expect(await run(draftOf('|bad|'), { judge, fillIn }, { rounds: 0 })).toMatchObject({ ended: 'rounds', rounds: 0 });
  });

  test('rejects as soon as judge or model do: that is how it is stopped', async () => {
    const stopped = new Error('stopped');
    const { fillIn } = modelOf('x');
    await expect(run(draftOf('|bad|'), { judge: () => Promise.reject(stopped), fillIn })).rejects.toBe(stopped);
    await expect(run(draftOf('|bad|'), { judge: judgeBy('bad'), fillIn: () => Promise.reject(stopped) })).rejects.toBe(
      stopped,
    );
  });
});

describe('what is known to be possible', () => {
  /** The likelier, the earlier in the list. */
  const rankBy =
    (...order: readonly string[]): NonNullable<Ports['rank']> =>
    (_draft, _span, texts) =>
      Promise.resolve(
        texts.map((text) => {
          const logProbability = -1 - 3 * order.indexOf(text.trim());
          return { text, logProbability, cells: [{ text, confidence: Math.exp(logProbability) }] };
        }),
      );
  const judge = judgeBy('bad', 'worse');

  test('is put in place of a word, as the model likes it, with the space before it', async () => {
    const { fillIn } = modelOf('worse');
    const asked: string[] = [];
    const suggest: NonNullable<Ports['suggest']> = ({ text }, { start, end }) => {
      asked.push(text.slice(start, end));
      return Promise.resolve(['bad', 'one', 'two']);
    };
    const outcome = await run(draftOf('a | bad b|'), { judge, fillIn, suggest, rank: rankBy('two', 'one') });
    expect(outcome).toMatchObject({ ended: 'clean', rounds: 1, best: { draft: { text: 'a  two b' } } });
    expect(asked).toEqual(['bad']);
  });

  test('comes first where it is spelled as a word that nobody knows', async () => {
    const { fillIn } = modelOf('worse');
    const ports = { judge, fillIn, rank: rankBy('first', 'bard') };
    const mended = async (...known: readonly string[]) =>
      (await run(draftOf('|bad b|'), { ...ports, suggest: () => Promise.resolve(known) })).best.draft.text;
    expect(await mended('first', 'bard')).toBe('bard b');
    expect(await mended('first', 'bard', 'bad')).toBe('first b');
  });

  test('may be what the judge expects', async () => {
    const { fillIn } = modelOf('worse');
    const expecting = async (draft: Draft) =>
      (await judge(draft)).map((problem) => ({ ...problem, expected: ['good'] }));
    const outcome = await run(draftOf('|x bad|'), { judge: expecting, fillIn, rank: rankBy('good') });
    expect(outcome).toMatchObject({ ended: 'clean', best: { draft: { text: 'x good' } } });
  });

  test('is asked of the name, where a cell holds a sign, too', () => {
    const text = 'a.bad;';
    const cells = [[0, 1], [1, 5], [5, 6]].map(([start = 0, end = 0]) => ({ span: { start, end }, confidence: 1, alternatives: [], pinned: false })); // prettier-ignore
    const draft = { text, holes: [{ span: { start: 0, end: 6 }, cells }] };
    const [group = []] = woundsOf(draft, [{ span: { start: 1, end: 5 }, message: '', source: '' }], 1);
    expect(group).toEqual([{ span: { start: 1, end: 5 }, distance: 0, word: { start: 2, end: 5 } }]);
  });
});

describe('wounds', () => {
  const texts = (draft: Draft, span: { start: number; end: number }, round: number) =>
    woundsOf(draft, [{ span, message: '', source: '' }], round).map((group) =>
      group.map((wound) => [draft.text.slice(wound.span.start, wound.span.end).trim(), wound.distance]),
    );
  const draft = draftOf('|a b c d e f g\nh i|');

  test('grow from the word itself to two on each side and then the line', () => {
    const d = { start: 6, end: 7 };
    expect(texts(draft, d, 1)).toEqual([[['d', 0]]]);
    expect(texts(draft, d, 2)).toEqual([['b', 'c', 'd', 'e', 'f'].map((word, i) => [word, Math.abs(i - 2)])]);
    expect(texts(draft, d, 3)[0]).toHaveLength(7);
  });

  test('something missing is sought between two words and in the tokens beside', () => {
    expect(texts(draft, { start: 5, end: 5 }, 1)).toEqual([
      [
        ['', 0],
        ['c', 0],
        ['d', 0],
      ],
    ]);
  });

  test('a problem elsewhere, which the hole has caused, is sought at its end', () => {
    const open = draftOf('f(|a b|;\n}');
    expect(texts(open, { start: 7, end: 8 }, 1)[0]).toContainEqual(['b', 0]);
  });
});

describe('patches', () => {
  test('move what lies behind, and only that', () => {
    const draft = draftOf('x |one two three| y');
    const after = patched(draft, [
      { span: { start: 5, end: 9 }, cells: [{ text: ' longer', confidence: 0.9, alternatives: [] }] },
    ]);
    expect(after.text).toBe('x one longer three y');
    const [hole] = after.holes;
    expect(after.text.slice(hole?.span.start, hole?.span.end)).toBe('one longer three');
    expect(hole?.cells.map(({ span }) => after.text.slice(span.start, span.end))).toEqual(['one', ' longer', ' three']);
  });

  test('belong to one of two holes that meet', () => {
    const [left, right] = [draftOf('|one| two'), draftOf('one| two|')];
    const draft = { text: 'one two', holes: [...left.holes, ...right.holes] };
    const cells = [{ text: ' longer', confidence: 0.9, alternatives: [] }];
    const after = patched(draft, [{ span: { start: 3, end: 7 }, cells }]);
    const texts = ({ text, holes }: Draft) => holes.map(({ span }) => text.slice(span.start, span.end));
    expect(texts(after)).toEqual(['one', ' longer']);
    const between = patched(draft, [{ span: { start: 3, end: 3 }, cells }]);
    expect(texts(between).join('')).toBe('one longer two');
  });

  test('that overlap are not applied together', () => {
    const patches = [[0, 9], [4, 6], [7, 12], [9, 9], [12, 14]].map(([start = 0, end = 0]) => ({ span: { start, end }, cells: [] })); // prettier-ignore
    expect(apart(patches).map(({ span }) => [span.start, span.end])).toEqual([[0, 9], [9, 9], [12, 14]]); // prettier-ignore
  });

  test.each([
    ['a😀b', 'a😁b', { span: { start: 1, end: 3 }, text: '😁' }],
    ['a\u{1f600}', 'a\u{1fa00}', { span: { start: 1, end: 3 }, text: '\u{1fa00}' }],
    ['😀', '😀😀', { span: { start: 2, end: 2 }, text: '😀' }],
    ['abc', 'abXc', { span: { start: 2, end: 2 }, text: 'X' }],
    ['aaa', 'aa', { span: { start: 2, end: 3 }, text: '' }],
    ['abc', 'abc', { span: { start: 3, end: 3 }, text: '' }],
  ])('the edit from %s to %s', (from, to, edit) => {
    expect(editBetween(from, to)).toEqual(edit);
  });
});
