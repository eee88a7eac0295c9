/** JSON files of model folders, checked against a schema. Every defect is an EngineError `model` that names the file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';

import { EngineError } from '../protocol/errors';

export const COPY_AGAIN = 'Copy the model folder again or choose another model.';

/** Throws EngineError `model`. */
export function readJson<T>(directory: string, name: string, schema: z.ZodType<T>): T {
  const path = join(directory, name);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new EngineError('model', `${path} is not valid JSON. ${COPY_AGAIN}`);
    throw missingFile(path);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.length ? `${issue.path.join('.')}: ` : '';
  throw new EngineError('model', `${path} does not describe a model: ${where}${issue?.message}. ${COPY_AGAIN}`);
}

export function missingFile(path: string): EngineError {
  return new EngineError('model', `${path} cannot be read, so this is not a complete model folder. ${COPY_AGAIN}`);
}
