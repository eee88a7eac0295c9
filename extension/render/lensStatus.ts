/** Lenses that tell how an edit stands; a click goes on from that, where there is something to go on to. Pure. */
import * as l10n from '@vscode/l10n';
import type { Syntax } from '../../engine/protocol/messages';
import { shownInstruction } from '../ask/instruction';
import { Command } from '../ids';
import { type Denoising, isOriginal, type LiveState, type Staged, type Viewing } from '../session/state';
import { passShown, recordsOf } from '../session/viewing';
import type { Lens } from './lensActions';
import { shorteningOf, shorteningTitle } from './shortening';

export interface VerdictFacts {
  readonly kind: 'running' | 'done';
  readonly round: number;
  readonly rounds: number;
  readonly problems: readonly { readonly message: string }[] | undefined;
}

/** What the model was told; where the draft is there, a click changes it. */
export function instructionLens({ kind }: LiveState, instruction: string): Lens {
  const title = `$(comment) ${shownInstruction(instruction)}`;
  if (kind !== 'staged' && kind !== 'failed') return { title, tooltip: instruction };
  return {
    title,
    command: Command.infillWithInstruction,
    tooltip: l10n.t('Change the instruction and denoise again: {instruction}', { instruction }),
  };
}

/** What validating has come to; a click validates again. */
export function verdictLens({ kind, round, rounds, problems }: VerdictFacts): Lens {
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
export function syntaxLenses({ drafts, problems }: Syntax = { drafts: 1, problems: 0 }): readonly Lens[] {
  if (problems === 0) return [];
  const tooltip =
    drafts === 1
      ? l10n.t('With this text the file does not parse.')
      : l10n.t('With none of {0} drafts does the file parse; this is the one with the fewest problems.', drafts);
  return [{ title: `$(warning) ${l10n.t('Does not parse')}`, tooltip }];
}

/** Says so only where much of a long text is gone. */
export function shorteningLenses(state: Staged): readonly Lens[] {
  const shortening = shorteningOf(state);
  if (!shortening) return [];
  const tooltip = l10n.t(
    'In place of a long selection a small model writes a few lines only: what it drafts beyond that is no code. Select less, or use Try It Longer.',
  );
  return [{ title: `$(fold) ${shorteningTitle(shortening)}`, tooltip }];
}

/** Of a hole without text that got none: what is there, nobody sees. */
export function blankLenses({ holes }: Staged): readonly Lens[] {
  const isBlank = holes.every(
    ({ text, original }) => text.trim() === '' && original.trim() === '' && text !== original,
  );
  if (!isBlank) return [];
  const tooltip = l10n.t('The model found no text for this place. Retry tries others.');
  return [{ title: `$(whitespace) ${l10n.t('White space only')}`, tooltip }];
}

/** Of text that a run has left as it was, which nothing else tells. */
export function unchangedLenses(state: Staged): readonly Lens[] {
  if (!isOriginal(state) || state.passes === 0) return [];
  const tooltip = l10n.t('The model would write the same again. Retry tries other texts.');
  return [{ title: `$(dash) ${l10n.t('Unchanged')}`, tooltip }];
}

function problemCount(count: number): string {
  if (count === 0) return l10n.t('No problems');
  return count === 1 ? l10n.t('1 problem') : l10n.t('{0} problems', count);
}

/** Where in its timeline a text or a view comes from; opens the timeline. */
export function passLens(state: Staged | Viewing): Lens {
  const pass = passShown(state);
  const last = recordsOf(state).at(-1)?.pass ?? pass;
  return {
    title: `$(history) ${l10n.t('Pass {0}', `${pass}/${last}`)}`,
    command: Command.showTimeline,
    tooltip: l10n.t('Look at the passes of this run, and go on from one'),
  };
}

export function parallelLens(name: string): Lens {
  return {
    title: `$(references) ${name}`,
    command: Command.showParallel,
    tooltip: l10n.t('Look at the text that this was written after'),
  };
}

export function progressOf({ draft, pass }: Denoising, bound: number | undefined): string {
  const count = bound === undefined ? String(pass) : `${pass}/${Math.max(bound, pass)}`;
  return draft === 1 ? l10n.t('Pass {0}', count) : l10n.t('Draft {draft} · Pass {pass}', { draft, pass: count });
}
