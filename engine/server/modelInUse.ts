/** The one model that an engine has at a time: loaded, switched for another, or none. */
import type { Turn } from '../decode/turn';
import { EngineError } from '../protocol/errors';
import type { LoadedModel, LoadOptions, ModelHost } from './modelHost';
import type { Turns } from './turns';

export interface ModelChange {
  /** Ends what still uses the model that goes. */
  readonly onLeave: () => Promise<void>;
  readonly onLoad: (loaded: LoadedModel) => void;
}

export class ModelInUse {
  private current: LoadedModel | undefined;
  /** The latest load, perhaps still under way, perhaps failed. */
  private loading: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly host: ModelHost,
    private readonly turns: Turns,
    private readonly change: ModelChange,
  ) {}

  /** What there is at this moment. */
  get loaded(): LoadedModel | undefined {
    return this.current;
  }

  /** The one before stays in use if this fails. */
  load(idOrDirectory: string | undefined, options: LoadOptions): Promise<LoadedModel> {
    const loading = this.turns.take(async () => {
      const next = await this.host.load(idOrDirectory, options);
      await this.leave();
      this.current = next;
      this.change.onLoad(next);
      return next;
    });
    this.loading = loading;
    return loading;
  }

  /** Once nothing is being loaded any more. Throws `model` if there is none. */
  async ready(): Promise<LoadedModel> {
    await this.loading.catch(() => undefined);
    if (!this.current) throw new EngineError('model', 'no model is loaded: send initialize first');
    return this.current;
  }

  /** A turn on `loaded`; refuses once another model took its place. */
  turnOf(loaded: LoadedModel, signal: AbortSignal | undefined): Turn {
    return (work) =>
      this.turns.take(async () => {
        if (this.current !== loaded) {
          throw new EngineError('model', 'the model was switched during the run: run again');
        }
        return work(signal);
      }, signal);
  }

  async close(): Promise<void> {
    await this.turns.take(() => this.leave());
  }

  /** A model whose thread has ended by itself cannot be closed any more, and need not be. */
  private async leave(): Promise<void> {
    const { current } = this;
    this.current = undefined;
    await this.change.onLeave();
    await current?.close().catch(() => undefined);
  }
}
