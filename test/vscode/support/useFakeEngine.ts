/** A fake engine for all tests of a suite; after each of them nothing of it is left. To be called in the suite. */
import { closeEditors } from './editors';
import { FakeEngine } from './fake';
import { dropSessions } from './remask';

export function useFakeEngine(): FakeEngine {
  const engine = new FakeEngine();
  suiteSetup(() => engine.start());
  suiteTeardown(() => engine.stop());
  teardown(async () => {
    await dropSessions();
    await closeEditors();
  });
  return engine;
}
