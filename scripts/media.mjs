// `npm run media`: pictures and the animation of media/. Names of scenes make only those: npm run media -- fill remask.png
import { runTypeScript } from './runTypeScript.mjs';

await runTypeScript('../test/media/main.ts');
