/** What a place is called that staged text follows. Pure. */
import * as l10n from '@vscode/l10n';
import type { ParallelPlace } from '../../engine/protocol/messages';

/** `line`: 0-based, of the staged text. */
export function parallelName({ path, line: there }: ParallelPlace, line: number): string {
  if (path !== undefined) return l10n.t('As in {0}', path.split(/[\\/]/).at(-1) ?? path);
  return there <= line ? l10n.t('As Above') : l10n.t('As Below');
}
