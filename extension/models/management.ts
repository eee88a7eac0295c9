/**
 * An engine process for work on the models themselves: listing, importing, removing. Its own, because a download takes long:
 * it must neither end when the engine restarts with other settings nor wait for a model that does not load.
 */
import type { EngineClient } from '../engine/client';
import type { LaunchedEngine } from '../engine/supervisor';

export class ModelManagement {
  constructor(private readonly launch: () => LaunchedEngine) {}

  /** Rejects with an `EngineError` only. */
  async run<T>(work: (client: EngineClient) => Promise<T>): Promise<T> {
    const engine = this.launch();
    void engine.ended.then((reason) => engine.client.markStopped(reason));
    try {
      return await work(engine.client);
    } finally {
      await engine.client.shutdown().catch(() => undefined);
      engine.kill();
    }
  }
}
