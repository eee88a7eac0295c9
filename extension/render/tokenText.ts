/** How tokens and probabilities are written for a person. Pure. */
import * as l10n from '@vscode/l10n';

/** White space made visible: a token may be nothing else. */
export function shownToken(text: string): string {
  const visible = text.replaceAll('\r', '').replaceAll('\n', '⏎').replaceAll('\t', '→');
  return visible.trim() === '' ? visible.replaceAll(' ', '·') : visible;
}

/** The same in a list of tokens, where two may differ in the space before or behind them alone. */
export function shownAmong(text: string, others: readonly string[]): string {
  const hasTwin = others.some((other) => other !== text && other.trim() === text.trim());
  const edges = /^ +| +$/g;
  return hasTwin ? shownToken(text).replace(edges, (spaces) => '·'.repeat(spaces.length)) : shownToken(text);
}

/** What is offered is possible, if hardly. */
export function percent(probability: number): string {
  const rounded = Math.round(probability * 100);
  return rounded === 0 && probability > 0 ? l10n.t('< 1 %') : l10n.t('{0} %', rounded);
}
