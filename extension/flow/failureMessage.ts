/** What is said about a run that broke off, with what the user can do next. Pure. */
import type { EngineError } from '../../engine/protocol/errors';
import { takesInstruction } from '../ask/instruction';
import { EngineStopped } from '../engine/failure';
import type { EngineState } from '../engine/supervisor';
import { modelProblem, runFailed, stoppedInRun, takesNoInstruction } from '../messages/engine';
import type { Message } from '../messages/message';
import { requestProblem } from './requestProblem';

export interface BrokenRun {
  /** Of its session. */
  readonly id: string;
  readonly instruction: string | undefined;
  /** A pass is still on the screen. */
  readonly isKept: boolean;
}

export function failureMessage(error: EngineError, engine: EngineState, run: BrokenRun): Message {
  if (error instanceof EngineStopped && run.isKept) return stoppedInRun(error.message, run.id);
  if (error.kind === 'model') return modelProblem(error.message);
  if (error.kind !== 'input') return runFailed(error.message, run.id, run.isKept);
  const model = engine.kind === 'ready' ? engine.info.model : undefined;
  if (run.instruction !== undefined && model && !takesInstruction(model)) return takesNoInstruction(model.id);
  return requestProblem(error, engine);
}
