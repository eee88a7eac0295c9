/**
 * Carries cached rows over to a sequence that differs: tokens found again keep their keys and values, the keys rotated to
 * the new position.
 */
import { diffArrays } from 'diff';

import { allocateKeyValues, copyRows, type KeyValues } from './keyValues';
import { rotateRows, type Rotary } from './rotation';

export interface Moved {
  /** One row per new id; rows in `missing` are empty. */
  readonly keyValues: KeyValues;
  readonly missing: readonly number[];
}

export function moveRows(
  old: { readonly ids: readonly number[]; readonly keyValues: KeyValues },
  ids: readonly number[],
  rotary: Rotary,
): Moved {
  const keyValues = allocateKeyValues(old.keyValues.shape, ids.length);
  const missing: number[] = [];
  let [from, to] = [0, 0];
  for (const { added, removed, count } of diffArrays([...old.ids], [...ids])) {
    if (added) missing.push(...Array.from({ length: count }, (_, i) => to + i));
    else if (!removed) {
      copyRows(keyValues, to, { from: old.keyValues, row: from, count });
      rotateRows(keyValues, { row: to, count }, to - from, rotary);
    }
    if (!added) from += count;
    if (!removed) to += count;
  }
  return { keyValues, missing };
}
