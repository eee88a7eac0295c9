/** Denoising again: the same holes with another seed or instruction, or parts of the staged text. The rest of it stays. */
import type { Span } from '../../engine/protocol/messages';
import { textIn } from '../document/reading';
import { nothingOpen, nothingUncertain, selectionOutside } from '../messages/commands';
import { uncertainBelow } from '../render/heatmap';
import { holeAround, keptIn, leastLikely, pinsIn, uncertainSpans } from '../session/decisions';
import { isOpen, type Staged, stagedPart } from '../session/state';
import { prepare, prepareAgain } from '../session/transitions';
import type { EditSession } from './editSession';
import { tellIfRunning } from './tellIfRunning';

/** Further seeds that a retry tries by itself. */
const MOST_SEEDS = 3;

/** The same holes once more, with another seed. Staged text keeps what the user has typed, accepted or pinned. */
export async function retry(session: EditSession): Promise<void> {
  session.runs.another(stagedPart(session.state)?.holes.map(({ text }) => text));
  await again(session, MOST_SEEDS);
}

/** The same for another instruction. */
export async function instruct(session: EditSession, instruction: string): Promise<void> {
  session.instruction = instruction;
  await again(session);
}

async function again(session: EditSession, seeds?: number): Promise<void> {
  const state = session.state.kind === 'viewing' ? session.state.home : session.state;
  if (state.kind === 'staged') {
    const spans = state.holes.map(({ span }) => span);
    await denoise(session, state, { spans, pins: keptIn, seeds });
  } else if (isOpen(state)) {
    session.setState(prepareAgain(state));
    await session.runs.start(seeds);
  }
}

/** Denoises a part of the staged text again, both sides fixed. */
export async function remaskSelection(session: EditSession, spans: readonly Span[]): Promise<void> {
  if (tellIfRunning(session)) return;
  const { state, services } = session;
  if (state.kind !== 'staged') return;
  if (!spans.every((span) => holeAround(state, span))) return services.notify(selectionOutside());
  await remaskShare(session, spans, services.settings(session.document).remaskStrength);
}

/** Denoises a share of the staged text in the spans again: the tokens that the model was least sure of. */
export async function remaskShare(session: EditSession, spans: readonly Span[], share: number): Promise<void> {
  const { state, services } = session;
  if (state.kind !== 'staged') return;
  const open = share < 1 ? leastLikely(state, spans, share) : spans;
  if (open.length === 0) return services.notify(nothingOpen());
  await redenoise(session, state, open);
}

export async function remaskUncertain(session: EditSession): Promise<void> {
  if (tellIfRunning(session)) return;
  const { state, services } = session;
  if (state.kind !== 'staged') return;
  const spans = uncertainSpans(state, uncertainBelow(services.settings(session.document).thresholds));
  if (spans.length === 0) return services.notify(nothingUncertain());
  await redenoise(session, state, spans);
}

/** All of the spans but what is pinned in them. */
function redenoise(session: EditSession, staged: Staged, spans: readonly Span[]): Promise<void> {
  return denoise(session, staged, { spans, pins: pinsIn });
}

interface Part {
  readonly spans: readonly Span[];
  /** What of a span stays. */
  readonly pins: (staged: Staged, span: Span) => readonly Span[];
  /** See `Runs.start`. */
  readonly seeds?: number | undefined;
}

function denoise(session: EditSession, staged: Staged, { spans, pins, seeds }: Part): Promise<void> {
  const { document, runs } = session;
  const holes = spans.map((span) => ({
    span,
    pins: pins(staged, span),
    text: textIn(document, span),
  }));
  return runs.begin(prepare(holes, staged), seeds);
}
