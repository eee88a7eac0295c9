/** What the actions of a session mention in numbers, gathered from those who know. */
import type { TextDocument } from 'vscode';
import type { EditSession } from '../flow/editSession';
import { uncertainCells } from '../session/decisions';
import type { SessionState } from '../session/state';
import type { Settings } from '../settings';
import type { Validations } from '../validate/validations';
import { uncertainBelow } from './heatmap';
import type { LensFacts } from './lenses';

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
  const { passes, document, instruction, syntax } = session;
  const below = uncertainBelow(settings(document).thresholds);
  const uncertain = state.kind === 'staged' ? uncertainCells(state, below).length : 0;
  return { uncertain, passes, instruction, syntax, verdict: validations.verdictOf(session) };
}
