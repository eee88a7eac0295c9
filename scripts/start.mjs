// `npm start`: from a fresh clone to a VS Code with the extension in it. Options: --no-open, --port N.
import { runTypeScript } from './runTypeScript.mjs';

await runTypeScript('../test/host/start.ts');
