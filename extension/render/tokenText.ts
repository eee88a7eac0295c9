/** How tokens and probabilities are written for a person. Pure. */
import * as l10n from '@vscode/l10n';

/** White space made visible: a token may be nothing else. */
export function shownToken(text: string): string {
  const visible = text.replaceAll('\r', '').replaceAll('\n', '⏎').replaceAll('\t', '→');
  return visible.trim() === '' ? visible.replaceAll(' ', '·') : visible;
}

export function percent(probability: number): string {
  return l10n.t('{0} %', Math.round(probability * 100));
}
