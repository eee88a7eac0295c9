/** The row of actions above a session's region, by state. Pure; `codeLens.ts` hands it to the editor. */
import * as l10n from '@vscode/l10n';
import type { Syntax } from '../../engine/protocol/messages';
import { shownInstruction } from '../ask/instruction';
import { Command, type CommandId } from '../ids';
import { type Denoising, type LiveState, regionOf, type Staged, type Viewing } from '../session/state';
import { hasOpenCells, passShown, recordsOf } from '../session/viewing';
import type { TextLines } from './textLines';

export interface Lens {
  readonly title: string;
  /** A lens without one only tells. */
  readonly command?: CommandId;
  readonly tooltip?: string;
}

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

export interface VerdictFacts {
  readonly kind: 'running' | 'done';
  readonly round: number;
  readonly rounds: number;
  readonly problems: readonly { readonly message: string }[] | undefined;
}

export function lensesOf(state: LiveState, facts: LensFacts): readonly Lens[] {
  const { instruction } = facts;
  return [...actionsOf(state, facts), ...(instruction === undefined ? [] : [instructionLens(state, instruction)])];
}

/** What the model was told; where the draft is there, a click changes it. */
function instructionLens({ kind }: LiveState, instruction: string): Lens {
  const title = `$(comment) ${shownInstruction(instruction)}`;
  if (kind !== 'staged' && kind !== 'failed') return { title, tooltip: instruction };
  return {
    title,
    command: Command.infillWithInstruction,
    tooltip: l10n.t('Change the instruction and denoise again: {instruction}', { instruction }),
  };
}

function actionsOf(state: LiveState, facts: LensFacts): readonly Lens[] {
  switch (state.kind) {
    case 'preparing':
      return [{ title: `$(sync~spin) ${l10n.t('Preparing')}` }, CANCEL];
    case 'denoising':
      return [{ title: `$(sync~spin) ${progressOf(state, facts.passes)}` }, STOP_HERE, CANCEL];
    case 'converged':
      return [ACCEPT_DRAFT, DISCARD, STAGE];
    case 'failed':
      return [
        { title: `$(warning) ${l10n.t('Stopped at pass {0}', state.pass)}`, tooltip: state.problem },
        RETRY,
        KEEP_DRAFT,
        DISCARD,
      ];
    case 'viewing':
      return [passLens(state), BACK, FORWARD, ...(hasOpenCells(state) ? [BRANCH] : []), USE_PASS, LEAVE];
    case 'staged':
      if (facts.verdict?.kind === 'running') return [verdictLens(facts.verdict), STOP_VALIDATION];
      return [
        ...(facts.verdict ? [verdictLens(facts.verdict)] : syntaxLenses(facts.syntax)),
        ACCEPT,
        REJECT,
        ...(facts.uncertain > 0 ? [remaskUncertain(facts.uncertain)] : []),
        RETRY,
        ...(recordsOf(state).length > 1 ? [passLens(state)] : []),
        ...(facts.parallel === undefined ? [] : [parallelLens(facts.parallel)]),
      ];
  }
}

/** What validating has come to; a click validates again. */
function verdictLens({ kind, round, rounds, problems }: VerdictFacts): Lens {
  const found = problems && problemCount(problems.length);
  const tooltip = problems?.map(({ message }) => message).join('\n') ?? '';
  if (kind === 'running') {
    const at = round === 0 ? l10n.t('Validating') : l10n.t('Round {round}/{rounds}', { round, rounds });
    return { title: `$(sync~spin) ${found === undefined ? at : `${at} · ${found}`}`, tooltip };
  }
  const icon = problems?.length === 0 ? '$(pass)' : '$(warning)';
  return { title: `${icon} ${found ?? l10n.t('Not validated')}`, command: Command.validate, tooltip };
}

/** Says only what is wrong. */
function syntaxLenses({ drafts, problems }: Syntax = { drafts: 1, problems: 0 }): readonly Lens[] {
  if (problems === 0) return [];
  const tooltip =
    drafts === 1
      ? l10n.t('With this text the file does not parse.')
      : l10n.t('With none of {0} drafts does the file parse; this is the one with the fewest problems.', drafts);
  return [{ title: `$(warning) ${l10n.t('Does not parse')}`, tooltip }];
}

function problemCount(count: number): string {
  if (count === 0) return l10n.t('No problems');
  return count === 1 ? l10n.t('1 problem') : l10n.t('{0} problems', count);
}

/** Where in its timeline a text or a view comes from; opens the timeline. */
function passLens(state: Staged | Viewing): Lens {
  const pass = passShown(state);
  const last = recordsOf(state).at(-1)?.pass ?? pass;
  return {
    title: `$(history) ${l10n.t('Pass {0}', `${pass}/${last}`)}`,
    command: Command.showTimeline,
    tooltip: l10n.t('Look at the passes of this run, and go on from one'),
  };
}

function parallelLens(name: string): Lens {
  return {
    title: `$(references) ${name}`,
    command: Command.showParallel,
    tooltip: l10n.t('Look at the text that this was written after'),
  };
}

function progressOf({ draft, pass }: Denoising, bound: number | undefined): string {
  const count = bound === undefined ? String(pass) : `${pass}/${Math.max(bound, pass)}`;
  return draft === 1 ? l10n.t('Pass {0}', count) : l10n.t('Draft {draft} · Pass {pass}', { draft, pass: count });
}

/** One line for the session's whole life: a row that comes and goes would make the text jump. */
export function lensLine(state: LiveState, lines: TextLines): number {
  const first = regionOf(state)[0];
  return first ? lines.positionAt(first.start).line : 0;
}

const CANCEL: Lens = {
  title: `$(close) ${l10n.t('Cancel')}`,
  command: Command.cancel,
  tooltip: l10n.t('Stop and leave the text as it was'),
};
const STOP_HERE: Lens = {
  title: `$(debug-stop) ${l10n.t('Stop Here')}`,
  command: Command.stopHere,
  tooltip: l10n.t('Stop and keep the draft as it is now'),
};
const ACCEPT: Lens = {
  title: `$(check) ${l10n.t('Accept')}`,
  command: Command.accept,
  tooltip: l10n.t('Keep the text'),
};
const REJECT: Lens = {
  title: `$(discard) ${l10n.t('Reject')}`,
  command: Command.reject,
  tooltip: l10n.t('Bring the original back'),
};
const RETRY: Lens = {
  title: `$(refresh) ${l10n.t('Retry')}`,
  command: Command.retry,
  tooltip: l10n.t('Denoise again with another seed'),
};
const ACCEPT_DRAFT: Lens = { ...ACCEPT, tooltip: l10n.t('Write the draft into the file') };
const DISCARD: Lens = { ...CANCEL, title: `$(discard) ${l10n.t('Discard')}`, tooltip: l10n.t('Drop the draft') };
const STAGE: Lens = {
  title: `$(edit) ${l10n.t('Write for Review')}`,
  command: Command.stage,
  tooltip: l10n.t('Write the draft into the file and decide then; auto save may store it meanwhile'),
};
const KEEP_DRAFT: Lens = {
  ...STOP_HERE,
  title: `$(check) ${l10n.t('Keep This Draft')}`,
  tooltip: l10n.t('Write the last good pass'),
};

const STOP_VALIDATION: Lens = {
  title: `$(debug-stop) ${l10n.t('Stop')}`,
  command: Command.stopValidation,
  tooltip: l10n.t('Stop validating and keep the best draft so far'),
};
const BACK: Lens = {
  title: `$(arrow-left) ${l10n.t('Back')}`,
  command: Command.passBack,
  tooltip: l10n.t('Show the pass before this one'),
};
const FORWARD: Lens = {
  title: `$(arrow-right) ${l10n.t('Forward')}`,
  command: Command.passForward,
  tooltip: l10n.t('Show the pass after this one'),
};
const BRANCH: Lens = {
  title: `$(git-branch) ${l10n.t('Continue From Here')}`,
  command: Command.branchHere,
  tooltip: l10n.t('Keep what is decided at this pass and denoise the rest with another seed'),
};
const USE_PASS: Lens = {
  ...STOP_HERE,
  title: `$(check) ${l10n.t('Use This Pass')}`,
  tooltip: l10n.t('Write the text of this pass'),
};
const LEAVE: Lens = {
  ...CANCEL,
  title: `$(close) ${l10n.t('Close')}`,
  tooltip: l10n.t('Show the present text again'),
};

function remaskUncertain(count: number): Lens {
  return {
    title: `$(symbol-color) ${l10n.t('Remask {0} Uncertain', count)}`,
    command: Command.remaskUncertain,
    tooltip: l10n.t('Denoise the uncertain tokens again; the rest stays'),
  };
}
