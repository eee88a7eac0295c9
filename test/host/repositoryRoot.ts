/** The folder of the clone, which is also the folder of the extension. */
import { join } from 'node:path';

export const REPOSITORY_ROOT = join(import.meta.dirname, '../..');
