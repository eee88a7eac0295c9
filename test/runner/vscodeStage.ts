/** The stage of suites that run inside a real extension host. */
import { runSuites } from '../host/runSuites';
import type { Stage } from './stage';

export const VSCODE_STAGE: Stage = {
  name: 'vscode',
  run: runSuites,
};
