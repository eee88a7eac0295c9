/**
 * How much of a long text its draft has given up, for the line above it. A model with a recall gate begins with some
 * 32 tokens however long the selection was, and becomes shorter yet where that does not parse (`engine/decode/README.md`,
 * "Syntax"). Told by what stands there, not by the model: any may come out short. Pure.
 */
import * as l10n from '@vscode/l10n';
import { isOriginal, type Staged } from '../session/state';

/** Characters; shorter texts are seen at a glance, and are 32 tokens or hardly more. */
const LONG = 100;
/** What is left of a text that is called shortened, at most. */
const LEFT = 0.6;

export interface Shortening {
  readonly before: number;
  readonly after: number;
  readonly of: 'lines' | 'characters';
}

export function shorteningOf(staged: Staged): Shortening | undefined {
  const originals = staged.holes.map(({ original }) => original.trim());
  const texts = staged.holes.map(({ text }) => text.trim());
  const [before, after] = [sum(originals, length), sum(texts, length)];
  if (isOriginal(staged) || before < LONG || after > LEFT * before) return undefined;
  const lines = { before: sum(originals, lineCount), after: sum(texts, lineCount), of: 'lines' as const };
  return lines.after <= LEFT * lines.before ? lines : { before, after, of: 'characters' };
}

export function shorteningTitle({ before, after, of }: Shortening): string {
  return of === 'lines'
    ? l10n.t('Shortened: {after} of {before} lines', { before, after })
    : l10n.t('Shortened: {after} of {before} characters', { before, after });
}

const length = (text: string): number => text.length;
const lineCount = (text: string): number => (text === '' ? 0 : text.split('\n').length);

function sum(texts: readonly string[], measure: (text: string) => number): number {
  return texts.reduce((total, text) => total + measure(text), 0);
}
