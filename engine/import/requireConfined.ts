/** Before a folder that came from elsewhere is read: none of its files may be a link to some other place. */
import { readdirSync } from 'node:fs';

import { confinedFile } from '../models/confined';

const READ = /\.(json|txt|safetensors|jinja|md)$|^LICENSE$/;

/** Throws EngineError `model` that names the first file that leads out of the folder. */
export function requireConfined(folder: string): void {
  for (const name of readdirSync(folder)) if (READ.test(name)) confinedFile(folder, name);
}
