/** The passes of a run as rows to pick from. Pure. */
import * as l10n from '@vscode/l10n';
import type { Cell } from '../../engine/protocol/messages';
import type { PassRecord } from '../session/timeline';
import { draftText } from './draftRows';

export interface TimelineItem {
  readonly pass: number;
  readonly label: string;
  readonly description: string;
  /** The draft on one line. */
  readonly detail: string;
  /** Something is still open there, so that a run can go on from it. */
  readonly canBranch: boolean;
}

const LONGEST_DETAIL = 160;

/** Earliest first. `current`: the pass that the text comes from. */
export function timelineItems(records: readonly PassRecord[], current: number): readonly TimelineItem[] {
  const last = records.at(-1)?.pass ?? 0;
  return records.map(({ pass, drafts }) => {
    const cells = drafts.flatMap((draft) => draft.cells);
    const decided = cells.filter(isDecided).length;
    const icon = pass === current ? '$(check) ' : '';
    return {
      pass,
      label: `${icon}${l10n.t('Pass {0}', `${pass}/${last}`)}`,
      description: l10n.t('{decided} of {count} tokens decided', { decided, count: cells.length }),
      detail: drafts.map((draft) => oneLine(draftText(draft.cells))).join(' … '),
      canBranch: decided < cells.length,
    };
  });
}

function isDecided({ state }: Cell): boolean {
  return state === 'committed' || state === 'pinned';
}

function oneLine(text: string): string {
  const line = text.trim().replaceAll(/\s*\n\s*/g, ' ⏎ ');
  return line.length > LONGEST_DETAIL ? `${line.slice(0, LONGEST_DETAIL)}…` : line;
}
