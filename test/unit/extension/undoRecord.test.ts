import { expect, test } from 'vitest';
import { UndoRecord } from '../../../extension/flow/undoRecord';
import { acceptSpan } from '../../../extension/session/decisions';
import { span, staged, stagedHole } from './builders';

const first = staged(stagedHole(0, 'old', [['new', 0.5]]));
const second = staged(stagedHole(0, 'old', [['newer', 0.5]]));

function record() {
  const document = { version: 1, text: 'new', getText: () => document.text };
  return { document, undo: new UndoRecord(document) };
}

test('our edits are on top until the document has another version', () => {
  const { document, undo } = record();
  expect(undo.onTop).toBeUndefined();
  document.version = 2;
  undo.wroteStaging(first, 1);
  expect(undo.onTop).toBe(1);
  document.version = 3;
  expect(undo.onTop).toBeUndefined();
});

test('an undo that comes back to a text of ours makes what is below it ours again', () => {
  const { document, undo } = record();
  undo.wroteStaging(first, 1);
  undo.wroteStaging(second, 2);
  document.version = 2;
  undo.recalled(1);
  expect(undo.onTop).toBe(1);
});

test('a redo of a staging puts as many edits on top as had led to it', () => {
  const { document, undo } = record();
  undo.wroteStaging(first, 1);
  undo.wroteStaging(second, 2);
  undo.recalled(0);
  document.version = 2;
  undo.redone(second);
  expect(undo.onTop).toBe(2);
});

test('once something of the user’s lies between, no undo is counted any more', () => {
  const { document, undo } = record();
  undo.wroteStaging(first, 1);
  Object.assign(document, { version: 2, text: 'new and more' });
  undo.changed({ isUndo: false, covers: true });
  undo.recalled(1);
  expect(undo.onTop).toBeUndefined();
});

test('once an undo has taken that back, our edits are on top again', () => {
  const { document, undo } = record();
  undo.wroteStaging(first, 1);
  for (const [text, isUndo] of [
    ['new and', false],
    ['new and more', false],
    ['new and', true],
    ['new', true],
  ] as const) {
    expect(undo.onTop).toBe(document.version === 1 ? 1 : undefined);
    Object.assign(document, { version: document.version + 1, text });
    undo.changed({ isUndo, covers: true });
  }
  expect(undo.onTop).toBe(1);
});

test('but not once the user has deleted it by hand, which is one more to undo', () => {
  const { document, undo } = record();
  undo.wroteStaging(first, 1);
  for (const [text, isUndo] of [
    ['new and', false],
    ['new', false],
    ['new and', true],
    ['new', true],
  ] as const) {
    Object.assign(document, { version: document.version + 1, text });
    undo.changed({ isUndo, covers: true });
    expect(undo.onTop).toBeUndefined();
  }
});

test('an edit counts for the version that it led to', () => {
  const { document, undo } = record();
  undo.wrote(2);
  expect(undo.onTop).toBe(2);
  document.version++;
  expect(undo.onTop).toBeUndefined();
});

test('stagings are kept in order, with what was decided about them since', () => {
  const { undo } = record();
  undo.began(first);
  undo.wroteStaging(second, undefined);
  const accepted = acceptSpan(second, span(0, 5));
  undo.decided(accepted);
  expect(undo.snapshots).toEqual([
    { staged: first, edits: 0 },
    { staged: accepted, edits: 0 },
  ]);
});
