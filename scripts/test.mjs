// `npm test`: from a fresh clone to the result of all checks. Names of stages run only those: npm test -- unit vscode
import { runTypeScript } from './runTypeScript.mjs';

await runTypeScript('../test/run.ts');
