/** `npm run notices`: writes ThirdPartyNotices.txt anew, after a dependency has come, gone or changed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOTICES, noticesOf } from './notices';

const ROOT = join(import.meta.dirname, '../..');

noticesOf(ROOT).then(
  (text) => writeFileSync(join(ROOT, NOTICES), text),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
