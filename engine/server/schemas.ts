/** Checks what a client sends before anything believes it. Mirrors `engine/protocol/messages.ts`. */
import { z } from 'zod';
import { EngineError } from '../protocol/errors';

const count = z.number().int().nonnegative();
const span = z.object({ start: count, end: count });
const identity = { uri: z.string(), version: z.number().int() };

const decodeOptions = z.object({
  seed: z.number().optional(),
  passes: z.number().optional(),
  policy: z.string().optional(),
  temperature: z.number().optional(),
  choiceTemperature: z.number().optional(),
  lengthPolicy: z.string().optional(),
  allowRepeats: z.boolean().optional(),
  syntax: z.boolean().optional(),
  bestOf: z.number().optional(),
});

const run = {
  runId: z.string(),
  ...identity,
  instruction: z.string().min(1).optional(),
  options: decodeOptions.optional(),
};

const hole = z.object({
  span,
  pins: z.array(span).optional(),
  length: z.union([z.number(), z.literal('auto')]).optional(),
  cells: z.array(z.union([z.object({ text: z.string() }), z.object({ open: count })])).optional(),
  keepsLength: z.boolean().optional(),
  keeps: z.enum(['brackets', 'json']).optional(),
  shownTexts: z.array(z.string()).optional(),
  bannedTexts: z.array(z.string()).optional(),
});

export const schemas = {
  initialize: z.object({ model: z.string().optional(), threads: z.number().int().positive().optional() }),
  infill: z.object({
    ...run,
    holes: z.array(hole),
    related: z.array(z.string()).optional(),
  }),
  remask: z.object({ ...run, span, strength: z.number().optional() }),
  repair: z.object({ ...run, span, below: z.number().optional() }),
  score: z.object({ ...identity, span: span.optional() }),
  rank: z.object({ ...identity, span, texts: z.array(z.string()), instruction: z.string().optional() }),
  seen: z.object({ ...identity, span, related: z.array(z.string()).optional() }),
  check: z.object({
    ...identity,
    checks: z.object({
      brackets: z.string().optional(),
      json: z.enum(['strict', 'comments']).optional(),
      schema: z.string().optional(),
    }),
  }),
  warm: z.object({ uri: z.string(), span }),
  project: z.object({ uri: z.string(), files: z.array(z.string()) }),
  import: z.object({
    importId: z.string(),
    source: z.string(),
    revision: z.string().optional(),
    quantize: z.enum(['none', 'int8', 'int4']).optional(),
    token: z.string().optional(),
    endpoint: z.string().optional(),
    proxy: z.string().optional(),
  }),
  remove: z.object({ id: z.string() }),
  opened: z.object({ ...identity, languageId: z.string(), text: z.string() }),
  changed: z.object({ ...identity, changes: z.array(z.object({ span, text: z.string() })) }),
  closed: z.object({ uri: z.string() }),
} as const;

/** `value` as the protocol's type `T`, whose schema `schema` is. Throws an `input` error naming the offending field. */
export function decode<T>(schema: z.ZodType, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as T;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') || 'params';
  throw new EngineError('input', `${field}: ${issue?.message ?? 'invalid'}; see engine/protocol/messages.ts`);
}
