/** Instructions in the editor: when they are offered, how they are written above an edit, what survives a reload. */
import { describe, expect, test } from 'vitest';
import { instructionIn, mayTakeInstruction, shownInstruction } from '../../../extension/ask/instruction';
import { parseEntry } from '../../../extension/document/journalEntry';
import type { EngineState } from '../../../extension/engine/supervisor';
import { Command } from '../../../extension/ids';
import { lensesOf } from '../../../extension/render/lenses';
import { prepare } from '../../../extension/session/transitions';
import { marked, staged, stagedHole } from './builders';

function ready(takesInstruction?: boolean): EngineState {
  const model = {
    ...({ id: 'm', directory: '', family: 'f', source: 'imported', parameters: 1, bytes: 1, memoryBytes: 1 } as const),
    ...{ fits: true, licence: 'MIT', description: '' },
    ...(takesInstruction !== undefined && { takesInstruction }),
  };
  return { kind: 'ready', info: { version: '0', pid: 1, loadMs: 0, model } };
}

describe('an instruction is offered', () => {
  test('as the loaded model says, whatever the settings name', () => {
    expect(mayTakeInstruction(ready(true), '')).toBe(true);
    expect(mayTakeInstruction(ready(false), 'owner/name')).toBe(false);
    expect(mayTakeInstruction(ready(), 'owner/name')).toBe(false);
  });

  test('before any is loaded, unless it will be the bundled one', () => {
    expect(mayTakeInstruction({ kind: 'stopped' }, 'owner/name')).toBe(true);
    expect(mayTakeInstruction({ kind: 'stopped' }, '')).toBe(false);
  });
});

describe('an instruction is written', () => {
  test('in one line, cut where it is long, never as an icon', () => {
    expect(shownInstruction(' add\n  two ')).toBe('add two');
    expect(shownInstruction('call $(rm)')).toBe('call $ (rm)');
    expect(shownInstruction('word '.repeat(20))).toMatch(/^(word )+wor.?…$|^(word )*word…$/);
    expect(shownInstruction('word '.repeat(20)).length).toBeLessThanOrEqual(40);
  });

  test('above the edit, where a click changes it once there is a draft', () => {
    const facts = { uncertain: 0, passes: undefined, instruction: 'add two' };
    const running = lensesOf(prepare(marked('[x]').holes), facts).at(-1);
    expect(running).toEqual({ title: '$(comment) add two', tooltip: 'add two' });
    const done = lensesOf(staged(stagedHole(0, '', [['x', 0.9]])), facts).at(-1);
    expect(done).toMatchObject({ title: '$(comment) add two', command: Command.infillWithInstruction });
    expect(lensesOf(prepare(marked('[x]').holes), { ...facts, instruction: undefined })).toHaveLength(2);
  });
});

test('a key may be bound to an instruction of its own', () => {
  expect(instructionIn({ instruction: ' add two ' })).toBe('add two');
  for (const other of [undefined, null, 'session', {}, { instruction: ' ' }, { instruction: 2 }]) {
    expect(instructionIn(other)).toBeUndefined();
  }
});

test('the journal keeps an instruction, and reads entries that have none', () => {
  const entry = { uri: 'file:///x.ts', time: '', processId: 1, passes: 1, holes: [] };
  expect(parseEntry(JSON.stringify({ ...entry, instruction: 'add two' })).instruction).toBe('add two');
  expect(parseEntry(JSON.stringify({ ...entry, instruction: undefined })).instruction).toBeUndefined();
});
