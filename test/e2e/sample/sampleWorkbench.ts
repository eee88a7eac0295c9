/** One workbench on the sample workspace for all modules of this folder, beside a hub that models can be brought from. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { startLocalHub } from '../../support/localHub';
import { useWorkbench } from '../support/useWorkbench';

const root = mkdtempSync(join(tmpdir(), 'remask-models-'));

export const hub = await startLocalHub();
/** Where imported models lie. */
export const store = join(root, 'models');

// Hooks after the last test run in reverse: the workbench is closed first.
afterAll(async () => {
  await hub.close();
  rmSync(root, { recursive: true, force: true });
});

export const workbench = useWorkbench({
  env: {
    REMASK_MODELS: store,
    HF_ENDPOINT: hub.endpoint,
    HF_HOME: join(root, 'hf'),
    HF_TOKEN: '',
    NO_PROXY: '*',
  },
});
