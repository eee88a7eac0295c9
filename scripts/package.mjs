// `npm run package`: platform-specific .vsix files in out/package. Option: --target PLATFORM|all
import { runTypeScript } from './runTypeScript.mjs';

await runTypeScript('./package/main.ts');
