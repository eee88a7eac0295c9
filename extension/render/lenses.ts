/** The row of actions above a session's region, by state. Pure; `codeLens.ts` hands it to the editor. */
import * as l10n from '@vscode/l10n';
import type { Syntax } from '../../engine/protocol/messages';
import { type LiveState, regionOf } from '../session/state';
import { hasOpenCells, recordsOf } from '../session/viewing';
import * as action from './lensActions';
import type { Lens } from './lensActions';
import {
  blankLenses,
  instructionLens,
  parallelLens,
  passLens,
  progressOf,
  shorteningLenses,
  syntaxLenses,
  unchangedLenses,
  type VerdictFacts,
  verdictLens,
} from './lensStatus';
import type { TextLines } from './textLines';

/** Numbers that the titles mention. */
export interface LensFacts {
  readonly uncertain: number;
  /** What the model was told in words. */
  readonly instruction?: string | undefined;
  /** Upper bound of passes, if one was asked for. */
  readonly passes: number | undefined;
  /** What the place is called that the staged text follows. */
  readonly parallel?: string | undefined;
  /** How the staged text came to be, if its syntax was checked. */
  readonly syntax?: Syntax | undefined;
  /** What a validation of the staged text has found so far. */
  readonly verdict?: VerdictFacts | undefined;
}

export function lensesOf(state: LiveState, facts: LensFacts): readonly Lens[] {
  const { instruction } = facts;
  return [...actionsOf(state, facts), ...(instruction === undefined ? [] : [instructionLens(state, instruction)])];
}

function actionsOf(state: LiveState, facts: LensFacts): readonly Lens[] {
  switch (state.kind) {
    case 'preparing':
      return [{ title: `$(sync~spin) ${l10n.t('Preparing')}` }, action.CANCEL];
    case 'denoising':
      return [{ title: `$(sync~spin) ${progressOf(state, facts.passes)}` }, action.STOP_HERE, action.CANCEL];
    case 'converged':
      return [action.ACCEPT_DRAFT, action.DISCARD, action.STAGE];
    case 'failed':
      return [
        { title: `$(warning) ${l10n.t('Stopped at pass {0}', state.pass)}`, tooltip: state.problem },
        action.RETRY,
        action.KEEP_DRAFT,
        action.DISCARD,
      ];
    case 'viewing':
      return [
        passLens(state),
        action.BACK,
        action.FORWARD,
        ...(hasOpenCells(state) ? [action.BRANCH] : []),
        action.USE_PASS,
        action.LEAVE,
      ];
    case 'staged':
      if (facts.verdict?.kind === 'running') return [verdictLens(facts.verdict), action.STOP_VALIDATION];
      return [
        ...(facts.verdict ? [verdictLens(facts.verdict)] : syntaxLenses(facts.syntax)),
        ...shorteningLenses(state),
        ...blankLenses(state),
        ...unchangedLenses(state),
        action.ACCEPT,
        action.REJECT,
        ...(facts.uncertain > 0 ? [action.remaskUncertain(facts.uncertain)] : []),
        action.RETRY,
        ...(recordsOf(state).length > 1 ? [passLens(state)] : []),
        ...(facts.parallel === undefined ? [] : [parallelLens(facts.parallel)]),
      ];
  }
}

/** One line for the session's whole life: a row that comes and goes would make the text jump. */
export function lensLine(state: LiveState, lines: TextLines): number {
  const first = regionOf(state)[0];
  return first ? lines.positionAt(first.start).line : 0;
}
