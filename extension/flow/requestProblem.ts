/** What to say of a request that the engine did not take. */
import { engineErrorOf } from '../engine/failure';
import type { EngineState } from '../engine/supervisor';
import { badRequest, modelProblem } from '../messages/engine';
import type { Message } from '../messages/message';

/** An engine that refuses to start (there is no such model) needs another model, whatever it was asked. */
export function requestProblem(error: unknown, engine: EngineState): Message {
  const { message } = engineErrorOf(error);
  return engine.kind === 'failed' && !engine.gaveUp ? modelProblem(message) : badRequest(message);
}
