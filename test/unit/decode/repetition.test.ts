import { describe, expect, it } from 'vitest';
import { repeatingIds, repeats, type Place } from '../../../engine/decode/constraints/repeats';
import { infill, type InfillJob } from '../../../engine/decode/infill';
import type { DecodeOptions } from '../../../engine/protocol/messages';
import { fakeModel, testTokenizer, type Answer } from '../../support/fakeModel';

/** One letter per token, `_` where nothing is decided, the block between bars, its hole in brackets. Capitals are words. */
function placeOf(text: string): Place {
  const [left = '', block = '', right = ''] = text.replaceAll(/[[\]]/g, '').split('|');
  const ids = [...left, ...block, ...right].map((letter) => (letter === '_' ? undefined : letter.charCodeAt(0)));
  const [start, end] = [left.length, left.length + block.length];
  const hole = {
    start: text.includes('[') ? text.indexOf('[') : start,
    end: text.includes(']') ? text.replaceAll(/[[|]/g, '').indexOf(']') : end,
  };
  return { ids, start, end, hole, isWord: (id) => id >= 65 && id <= 90 };
}

function bannedAtGap(text: string): string {
  const place = placeOf(text);
  return [...repeatingIds(place, place.ids.indexOf(undefined))].map((id) => String.fromCharCode(id)).join('');
}

describe('repeatingIds', () => {
  it.each([
    ['a word beside itself', 'x|A_|y', 'A'],
    ['a word beside itself, from behind', 'x|_b|b', ''],
    ['a word of the document', 'xA|_|By', 'AB'],
    ['a mark for the fifth time', '|aaaa_|', 'a'],
    ['a mark for the fourth time', '|aaa_|', ''],
    ['a mark between marks', '|aa_aa|', 'a'],
    ['a pair for the third time', '|ababa_|', 'b'],
    ['a pair for the third time, across the border', 'aba|ba_|', 'b'],
    ['a pair for the third time, from behind', '|_babab|', 'a'],
    ['a line for the third time', '|abcdXabcdXabcd_|', 'X'],
    ['a line for the second time', '|abcdXabcd_|', ''],
    ['what the document itself does as often', 'ababab|aba_|', ''],
    ['what the document behind does as often', '|_bab|ababab', ''],
    ['what earlier blocks of the hole did as often', '[ababab|aba_|]', 'b'],
    ['what later blocks of the hole do as often', '[|_bab|ababab]', 'a'],
    ['what the document before earlier blocks does as often', 'ababab[a|ba_|]', ''],
    ['nothing known beside', '|a___|', ''],
  ])('%s', (_, text, banned) => {
    expect(bannedAtGap(text)).toBe(banned);
  });

  it('leaves the place as it was', () => {
    const place = placeOf('|A_|');
    expect(repeats(place, 1, 65)).toBe(true);
    expect(place.ids).toEqual([65, undefined]);
  });
});

describe('a draft', () => {
  const tokenizer = testTokenizer();
  const id = (text: string): number => tokenizer.ids(text)[0] ?? 0;
  /** Sure of "in" everywhere, then of a line break, then of letters by place. */
  const stuttering: Answer = (_, row) =>
    new Map([[id('in'), 0.92], [id('x'), 0.04], [id('y'), 0.03], [id(String.fromCharCode(97 + row)), 0.01]]); // prettier-ignore
  const draft = async (options: DecodeOptions) => {
    const job: InfillJob = {
      text: '()',
      holes: [{ span: { start: 1, end: 1 }, length: 8, keepsLength: true }],
      options,
    };
    return (await infill({ model: fakeModel({ answer: stuttering }), tokenizer }, job)).holes[0]?.text ?? '';
  };

  it('does not repeat a word, even if all cells are decided in one pass', async () => {
    for (const options of [{}, { passes: 1 }, { passes: 2 }, { policy: 'steps', temperature: 1 } as const]) {
      const text = await draft(options);
      expect(text).not.toContain('inin');
      expect(text).toMatch(/in.+in/);
    }
  });

  it('does if it is allowed to', async () => {
    expect(await draft({ allowRepeats: true })).toBe('in'.repeat(8));
  });

  it('keeps pinned text that repeats itself', async () => {
    const text = '(inin)';
    const hole = { span: { start: 1, end: 5 }, cells: [{ text: 'inin' }, { open: 1 }] };
    const { holes } = await infill({ model: fakeModel({ answer: stuttering }), tokenizer }, { text, holes: [hole] });
    expect(holes[0]?.text).toMatch(/^inin[^i]$/);
  });
});
