// `npm run notices`: the licences of what ships, in ThirdPartyNotices.txt.
import { runTypeScript } from './runTypeScript.mjs';

await runTypeScript('./package/writeNotices.ts');
