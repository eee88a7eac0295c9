/**
 * What a change of its document means to a session, each meaning documented where it is declared. Pure: the shell gathers
 * what is to be known of a change event, and does what follows.
 */
import type { ContentChange, Span } from '../../engine/protocol/messages';
import { recall } from './history';
import { type LineEnding, withLineEnding } from './lineEndings';
import { rebaseSession } from './rebaseSession';
import { relined } from './reline';
import { touches } from './spans';
import { isOpen, type LiveState, type Preparing, regionOf, type SessionState, type Staged, stagedPart } from './state';
import { giveUp, prepareOutdated } from './transitions';

/** A change event, with what is known of where it comes from. */
export interface DocumentChange {
  /** In the order in which VS Code delivers them (from the end of the document). */
  readonly changes: readonly ContentChange[];
  /** By the user's own Undo or Redo. */
  readonly isUndo: boolean;
  /** By an edit that the session has sent. */
  readonly isOwn: boolean;
  /** How lines ended before the event, and how they do now. */
  readonly endings: { readonly before: LineEnding; readonly now: LineEnding };
}

/** What the session's surroundings know. */
export interface Surroundings {
  /** All of the document as it is now. */
  readonly text: () => string;
  /** A part of it. */
  readonly textIn: (span: Span) => string;
  /** Whether the text has stood as ghost text in the session's hole. */
  readonly isGhost: (text: string) => boolean;
  /** See `recall`. */
  readonly stagings: readonly Staged[];
}

/** Nothing but how lines end is another; VS Code tells it as a change of everything. */
interface LineEndingChanged {
  readonly kind: 'lineEnding';
  readonly state: LiveState;
}

/** The session's own edit has gone in: whoever sent it knows what follows. */
interface OwnChange {
  readonly kind: 'own';
}

/** The editor has put a ghost text of ours into the hole (by Tab, as the user is used to). */
interface GhostTaken {
  readonly kind: 'ghostTaken';
  readonly inserted: string;
}

/** What all changes by another hand have. */
interface Foreign {
  /** Holes given up because it crossed their border. */
  readonly broken: number;
}

/** The text is again the original, or that of an earlier staging. */
interface TextRecalled extends Foreign {
  readonly kind: 'recalled';
  readonly state: SessionState;
}

/** The run no longer fits the text and must start again. */
interface RunOutdated extends Foreign {
  readonly kind: 'stale';
  readonly state: Preparing;
}

/** The session goes on over the changed text, or is over because of it. */
interface Moved extends Foreign {
  readonly kind: 'moved';
  readonly state: SessionState;
}

export type ForeignMeaning = TextRecalled | RunOutdated | Moved;
export type Meaning = LineEndingChanged | OwnChange | GhostTaken | ForeignMeaning;

export function meaningOf(state: LiveState, change: DocumentChange, around: Surroundings): Meaning {
  const next = takenLineEnding(state, change, around);
  if (next) return { kind: 'lineEnding', state: next };
  if (change.isOwn) return { kind: 'own' };
  const inserted = insertedGhost(state, change, around);
  return inserted === undefined ? foreign(state, change, around) : { kind: 'ghostTaken', inserted };
}

/** Whether a change is to the session's text, its borders included. */
export function touchesSession(state: LiveState, changes: readonly ContentChange[]): boolean {
  const region = regionOf(state);
  return changes.some((change) => region.some((span) => touches(span, change.span)));
}

/** The session with the new line endings, if the change was nothing else. */
function takenLineEnding(
  state: LiveState,
  { endings: { before, now } }: DocumentChange,
  { text, textIn }: Surroundings,
): LiveState | undefined {
  if (now === before) return undefined;
  const next = relined(state, withLineEnding([text()], before).join(''), now);
  const holes = [...(stagedPart(next)?.holes ?? []), ...(isOpen(next) && !next.base ? next.holes : [])];
  return holes.every((hole) => textIn(hole.span) === hole.text) ? next : undefined;
}

function insertedGhost(state: LiveState, { changes }: DocumentChange, { isGhost }: Surroundings): string | undefined {
  const [change] = changes;
  if (!change || changes.length > 1 || !isOpen(state)) return undefined;
  const at = state.holes[0]?.span;
  const { span, text } = change;
  return span.start === at?.start && span.end === at.end && isGhost(text) ? text : undefined;
}

function foreign(state: LiveState, { changes, isUndo }: DocumentChange, { stagings }: Surroundings): ForeignMeaning {
  const { state: next, stale, broken } = rebaseSession(state, changes);
  const recalled = recall(state, next, isUndo ? stagings : []);
  if (recalled) return { kind: 'recalled', state: recalled, broken };
  if (!stale || !isOpen(next)) return { kind: 'moved', state: next, broken };
  // Its run is over: what is left of it to be seen is dropped, and nothing starts again.
  if (next.kind === 'failed') return { kind: 'moved', state: giveUp(next), broken };
  return { kind: 'stale', state: prepareOutdated(next), broken };
}
