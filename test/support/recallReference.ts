/** What training found in a text (training/make_reference.py), and what the engine finds, to be compared. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recall } from '../../engine/decode/recall/best';

export type ReferenceRecall = Omit<Recall, 'shares'> & { readonly shares: readonly (readonly [number, number])[] };

export function referenceCases<T>(name: string): readonly (T & { readonly recall: ReferenceRecall })[] {
  const path = join(__dirname, '../fixtures/reference', name);
  return (JSON.parse(readFileSync(path, 'utf8')) as { cases: (T & { recall: ReferenceRecall })[] }).cases;
}

export function asReference(found: Recall | undefined): ReferenceRecall | undefined {
  return found && { ...found, shares: [...found.shares].sort(([x], [y]) => x - y) };
}
