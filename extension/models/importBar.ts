/** The phases of an import as one bar that only grows. Pure. */
import * as l10n from '@vscode/l10n';
import type { ImportProgress } from '../../engine/protocol/messages';
import { bytesText } from './modelText';

/** How much of the bar a download is; converting is the rest. */
const DOWNLOAD_SHARE = 0.85;

export interface BarStep {
  readonly message: string;
  /** In percent of the whole bar. */
  readonly increment: number;
}

export class ImportBar {
  private shown = 0;
  private hasDownload = false;

  advance(progress: ImportProgress): BarStep {
    const reached = Math.max(this.shown, this.reach(progress));
    const increment = 100 * (reached - this.shown);
    this.shown = reached;
    return { message: messageOf(progress), increment };
  }

  private reach({ phase, done, total }: ImportProgress): number {
    if (phase === 'download') this.hasDownload = true;
    if (total === 0 || phase === 'verify' || phase === 'list') return 0;
    const share = Math.min(1, done / total);
    if (phase === 'download') return share * DOWNLOAD_SHARE;
    const begin = this.hasDownload ? DOWNLOAD_SHARE : 0;
    return begin + share * (1 - begin);
  }
}

function messageOf({ phase, file = '', done, total }: ImportProgress): string {
  const [here, all] = [bytesText(done), bytesText(total)];
  switch (phase) {
    case 'list':
      return l10n.t('asking the hub');
    case 'download':
      return l10n.t('downloading, {here} of {all}', { here, all });
    case 'verify':
      return l10n.t('checking {file}', { file });
    case 'convert':
      return l10n.t('converting, {here} of {all}', { here, all });
  }
}
