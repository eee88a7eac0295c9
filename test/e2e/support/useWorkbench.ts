/**
 * One workbench for all tests of a spec file: opened before the first, closed after the last. A failing test leaves a
 * screenshot and the logs in test/artifacts; its second try has a workbench of its own.
 */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { keepScreenshot } from '../../host/artifacts';
import { openWorkbench, type OpenWorkbench, type WorkbenchOptions } from './openWorkbench';
import type { Workbench } from './workbench';

/** Returns a function that gives the workbench inside tests. */
export function useWorkbench(options: WorkbenchOptions = {}): () => Workbench {
  let open: OpenWorkbench | undefined;
  const current = (): OpenWorkbench => {
    if (!open) throw new Error('the workbench is open only inside tests');
    return open;
  };
  beforeAll(async () => {
    open = await openWorkbench(options);
  });
  beforeEach(async ({ task }) => {
    if (!task.result?.retryCount) return;
    await open?.close();
    open = await openWorkbench(options);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    const name = `failed-${task.name.replace(/\W+/g, '-')}`;
    await keepScreenshot(current().workbench.page, name);
    current().keepLogs(name);
  });
  afterAll(() => open?.close());
  return () => current().workbench;
}
