import { describe, expect, test, vi } from 'vitest';
import { EngineError } from '../../../engine/protocol/errors';
import type { InitializeResult } from '../../../engine/protocol/messages';
import type { EngineClient } from '../../../extension/engine/client';
import { EngineStopped } from '../../../extension/engine/failure';
import {
  BACK_OFF_MS,
  EngineSupervisor,
  type EngineState,
  type LaunchedEngine,
} from '../../../extension/engine/supervisor';

const INFO = { pid: 1 } as InitializeResult;

/** A process on paper: tests say when it is ready, when it dies. */
class PaperEngine implements LaunchedEngine {
  die: (reason: string) => void = () => undefined;
  killed = false;
  readonly ended = new Promise<string>((resolve) => (this.die = resolve));
  private rejectOpen: (error: Error) => void = () => undefined;

  constructor(private readonly start: () => Promise<InitializeResult>) {}

  readonly client = {
    initialize: () => Promise.race([this.start(), new Promise<never>((_, reject) => (this.rejectOpen = reject))]),
    markStopped: (reason: string) => this.rejectOpen(new EngineStopped(reason)),
    shutdown: () => Promise.resolve(this.die('exit code 0')),
  } as unknown as EngineClient;

  kill(): void {
    this.killed = true;
  }
}

/** A supervisor whose pauses last until the test ends them. */
function supervised(start: () => Promise<InitializeResult> = () => Promise.resolve(INFO)) {
  const engines: PaperEngine[] = [];
  const states: EngineState[] = [];
  const pauses: { ms: number; end: () => void }[] = [];
  const supervisor = new EngineSupervisor({
    launch: () => {
      const engine = new PaperEngine(start);
      engines.push(engine);
      return engine;
    },
    initialize: () => ({}),
    onState: (state) => states.push(state),
    pause: (ms) => new Promise((end) => pauses.push({ ms, end })),
  });
  return { supervisor, engines, states, pauses };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the supervisor', () => {
  test('starts nothing before the engine is needed, and one engine for all who need it', async () => {
    const { supervisor, engines } = supervised();
    expect(supervisor.readyNow()).toBeUndefined();
    expect(engines).toHaveLength(0);
    const [a, b] = await Promise.all([supervisor.ready(), supervisor.ready()]);
    expect(a).toBe(b);
    expect(engines).toHaveLength(1);
    expect(supervisor.readyNow()).toBe(a);
  });

  test('starts again after a pause when the engine dies', async () => {
    const { supervisor, engines, states, pauses } = supervised();
    await supervisor.ready();
    engines[0]?.die('signal SIGKILL');
    await settled();
    expect(supervisor.state).toEqual({ kind: 'waiting', reason: 'signal SIGKILL', delayMs: BACK_OFF_MS[0] });
    pauses[0]?.end();
    await settled();
    expect(engines).toHaveLength(2);
    expect(states.map((state) => state.kind)).toEqual(['starting', 'ready', 'waiting', 'starting', 'ready']);
  });

  test('waits longer each time and gives up at last', async () => {
    const { supervisor, engines, pauses } = supervised();
    await supervisor.ready();
    for (let death = 0; death <= BACK_OFF_MS.length; death++) {
      engines[death]?.die('exit code 7');
      await settled();
      pauses[death]?.end();
      await settled();
    }
    expect(pauses.map(({ ms }) => ms)).toEqual(BACK_OFF_MS);
    expect(supervisor.state).toEqual({ kind: 'failed', reason: 'exit code 7', gaveUp: true });
    expect(engines).toHaveLength(BACK_OFF_MS.length + 1);
  });

  test('a healthy run in between forgives earlier deaths', async () => {
    const { supervisor, engines, pauses } = supervised();
    await supervisor.ready();
    for (let death = 0; death < 3; death++) {
      supervisor.reportHealthy();
      engines[death]?.die('exit code 7');
      await settled();
      pauses[death]?.end();
      await settled();
    }
    expect(pauses.map(({ ms }) => ms)).toEqual([BACK_OFF_MS[0], BACK_OFF_MS[0], BACK_OFF_MS[0]]);
  });

  test('a request during the pause starts the engine at once, and only once', async () => {
    const { supervisor, engines, pauses } = supervised();
    await supervisor.ready();
    engines[0]?.die('exit code 7');
    await settled();
    await supervisor.ready();
    pauses[0]?.end();
    await settled();
    expect(engines).toHaveLength(2);
  });

  test('an engine that refuses is not started again by itself, and says why', async () => {
    const { supervisor, engines } = supervised(() => Promise.reject(new EngineError('model', 'no model in x')));
    await expect(supervisor.ready()).rejects.toThrow('no model in x');
    expect(supervisor.state).toEqual({ kind: 'failed', reason: 'no model in x', gaveUp: false });
    expect(engines).toHaveLength(1);
    expect(engines[0]?.killed).toBe(true);
  });

  test('dying while it starts fails whoever waits for it', async () => {
    const { supervisor, engines } = supervised(() => new Promise(() => undefined));
    const ready = supervisor.ready();
    engines[0]?.die('exit code 1');
    await expect(ready).rejects.toThrow('exit code 1');
    expect(supervisor.state.kind).toBe('waiting');
  });

  test('what cannot even be launched fails whoever waits for it, and may be tried again', async () => {
    const { supervisor, engines, states } = supervised();
    const broken = vi.spyOn(supervisor['options'], 'launch').mockImplementationOnce(() => {
      throw new Error('spawn EINVAL');
    });
    await expect(supervisor.ready()).rejects.toThrow('spawn EINVAL');
    expect(states.at(-1)).toEqual({ kind: 'failed', reason: 'spawn EINVAL', gaveUp: true });
    await supervisor.restart();
    expect(broken).toHaveBeenCalledTimes(2);
    expect(engines).toHaveLength(1);
    expect(supervisor.state.kind).toBe('ready');
  });

  test('stopping is not dying', async () => {
    const { supervisor, engines, pauses } = supervised();
    await supervisor.ready();
    const stopping = supervisor.stop();
    await settled();
    pauses[0]?.end();
    await stopping;
    expect(supervisor.state).toEqual({ kind: 'stopped' });
    expect(engines).toHaveLength(1);
  });
});
