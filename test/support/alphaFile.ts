/** A file of one line and a tiny model to fill it with, as tests of the command line need them. Call at a file's top. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach } from 'vitest';
import { temporaryFolder } from './temporaryFolder';
import { writeTinyModel } from './tinyModel';

export const TEXT = 'const alpha = compute(1, 2);\n';

export interface AlphaFile {
  readonly folder: string;
  /** Holds `TEXT` again before each test. */
  readonly file: string;
  /** The model's folder, within `folder`. */
  readonly model: string;
}

export function alphaFile(): AlphaFile {
  const folder = temporaryFolder();
  const [file, model] = [join(folder, 'alpha.ts'), join(folder, 'tiny')];
  beforeAll(() => void writeTinyModel(model));
  beforeEach(() => writeFileSync(file, TEXT));
  return { folder, file, model };
}
