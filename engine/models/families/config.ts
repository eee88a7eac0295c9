/** config.json of a published folder against a family's schema. */
import type { z } from 'zod';

import { EngineError } from '../../protocol/errors';
import type { PublishedFolder } from '../publishedFolder';

/** Throws EngineError `model` naming the field. */
export function parseConfig<T>({ directory, config }: PublishedFolder, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(config);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new EngineError('model', `${directory}/config.json: ${issue?.path.join('.') || 'it'}: ${issue?.message}.`);
}
