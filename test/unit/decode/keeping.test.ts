import { expect, it } from 'vitest';
import { keeping } from '../../../engine/decode/constraints/keeping';

const place = (text: string) => ({ text, span: { start: 0, end: text.length } });

it.each([
  ['{"a":"c","n":-2.5e9,"s":["y",""]}', true],
  ['{"a":"","n":-123.4e56,"s":["","z"]}', true],
  ['{"b":"c","n":-1.5e1,"s":["x",""]}', false],
  ['{"a":"b","n":-1.e1,"s":["x",""]}', false],
  ['{"a":"b"x","n":-1.5e1,"s":["x",""]}', false],
  ['{"a":"b","n":-1.5e1,"s":["x","",""]}', false],
  ['{"a":"b\\","n":-1.5e1,"s":["x",""]}', false],
])('a skeleton of JSON: %s keeps it: %s', (later, isKept) => {
  expect(keeping('json', place('{"a":"b","n":-1.5e1,"s":["x",""]}'))(place(later))).toBe(isKept);
});

it('balance, as the text around asks for it', () => {
  const inside = (text: string) => ({ text: `f(${text})}`, span: { start: 2, end: 2 + text.length } });
  const keepsBalance = keeping('brackets', inside('x){(y'));
  const kept = ['x){(y', '{}[x]){(', 'x', '){("', '(){(', ')}{('].filter((text) => keepsBalance(inside(text)));
  expect(kept).toEqual(['x){(y', '{}[x]){(']);
});

it('nothing, where balance could not be kept in the first place', () => {
  expect(keeping('brackets', place('(('))(place(']'))).toBe(true);
});
