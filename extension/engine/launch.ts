/** Launches a process and the client that talks to it, as the supervisor wants them. */
import { EngineClient } from './client';
import { EngineProcess, type EngineProcessOptions } from './process';
import type { LaunchedEngine } from './supervisor';

export function launchEngine(options: EngineProcessOptions): LaunchedEngine {
  const engine = new EngineProcess(options);
  options.log.info(`engine process ${engine.pid ?? 'none'} started`);
  void engine.ended.then((reason) => options.log.info(`engine process ${engine.pid ?? 'none'} ended: ${reason}`));
  return { client: new EngineClient(engine.connection), ended: engine.ended, kill: () => engine.kill() };
}
