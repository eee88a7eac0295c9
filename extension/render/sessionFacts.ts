/** What the actions of a session mention in numbers, gathered from those who know. */
import type { TextDocument } from 'vscode';
import type { EditSession } from '../flow/editSession';
import { uncertainCells } from '../session/decisions';
import { parallelOf } from '../session/parallels';
import { regionOf, type SessionState, type Staged } from '../session/state';
import type { Settings } from '../settings';
import type { Validations } from '../validate/validations';
import { uncertainBelow } from './heatmap';
import type { LensFacts } from './lenses';
import { parallelName } from './parallelName';

export interface FactSources {
  readonly validations: Validations;
  readonly settings: (document?: TextDocument) => Settings;
}

/** `state`: as which the session is shown. */
export function factsOf(
  session: EditSession,
  { validations, settings }: FactSources,
  state: SessionState = session.state,
): LensFacts {
  const { runs, document, instruction, syntax } = session;
  const below = uncertainBelow(settings(document).thresholds);
  const uncertain = state.kind === 'staged' ? uncertainCells(state, below).length : 0;
  const parallel = state.kind === 'staged' ? parallelIn(state, document) : undefined;
  return { uncertain, passes: runs.passes, instruction, syntax, parallel, verdict: validations.verdictOf(session) };
}

function parallelIn(state: Staged, document: TextDocument): string | undefined {
  const place = parallelOf(state);
  const start = regionOf(state)[0]?.start ?? 0;
  return place && parallelName(place, document.positionAt(start).line);
}
