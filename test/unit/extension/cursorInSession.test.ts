import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CursorInSession } from '../../../extension/flow/cursorInSession';

describe('the cursor in a session', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const inside = { session: 'a', cursorInside: true };
  const behind = { session: 'a', cursorInside: false };

  function entered() {
    const onLeft = vi.fn();
    const cursor = new CursorInSession<string>(onLeft);
    expect(cursor.isIn(inside, true)).toBe(true);
    return { cursor, onLeft };
  }

  test('stays there while the editor has not said where a shorter text has taken it', () => {
    const { cursor, onLeft } = entered();
    expect(cursor.isIn(behind, false)).toBe(true);
    expect(cursor.isIn(behind, false)).toBe(true);
    expect(cursor.isIn(inside, true)).toBe(true);
    vi.runAllTimers();
    expect(onLeft).not.toHaveBeenCalled();
  });

  test('has left where the editor says so, and where it says nothing for long', () => {
    const { cursor, onLeft } = entered();
    expect(cursor.isIn(behind, true)).toBe(false);
    expect(cursor.isIn(behind, false)).toBe(false);
    expect(cursor.isIn(inside, false)).toBe(true);
    expect(cursor.isIn(behind, false)).toBe(true);
    vi.runAllTimers();
    expect(onLeft).toHaveBeenCalledTimes(1);
    expect(cursor.isIn(behind, false)).toBe(false);
  });

  test('is in no session that is over, nor in another one that is nearest then', () => {
    expect(entered().cursor.isIn(undefined, false)).toBe(false);
    expect(entered().cursor.isIn({ session: 'b', cursorInside: false }, false)).toBe(false);
  });
});
