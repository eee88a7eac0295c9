/** How an import is told while it goes on: NDJSON for programs, one line in place on a terminal, nothing elsewhere. */
import { createLogUpdate } from 'log-update';
import { gigabytes } from '../models/memory';
import type { ImportProgress } from '../protocol/messages';
import { calmProgress } from '../server/calmProgress';
import { printJson } from './output';

export interface ImportReporter {
  readonly progress: (progress: ImportProgress) => void;
  /** Takes the line away. */
  end(): void;
}

const WORDS: Readonly<Record<ImportProgress['phase'], string>> = {
  list: 'asking the hub',
  download: 'downloading',
  verify: 'checking',
  convert: 'converting',
};
const BAR_CELLS = 24;

export function createImportReporter(json: boolean): ImportReporter {
  if (json) {
    return { progress: calmProgress((progress) => printJson({ type: 'progress', ...progress })), end: () => undefined };
  }
  if (!process.stderr.isTTY) return { progress: () => undefined, end: () => undefined };
  const update = createLogUpdate(process.stderr);
  return {
    progress: calmProgress((progress) => update(progressLine(progress))),
    end: () => {
      update.clear();
      update.done();
    },
  };
}

function progressLine({ phase, file, done, total }: ImportProgress): string {
  const what = file === undefined ? WORDS[phase] : `${WORDS[phase]} ${file}`;
  if (total === 0) return what;
  const share = Math.min(1, done / total);
  const full = Math.round(share * BAR_CELLS);
  const bar = '█'.repeat(full) + '░'.repeat(BAR_CELLS - full);
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${gigabytes(done)} of ${gigabytes(total)}  ${what}`;
}
