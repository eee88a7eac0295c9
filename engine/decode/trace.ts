/**
 * A run on record: everything it depended on and every pass it made, as NDJSON. One header, then one line per pass.
 * Replaying runs the same scene again and compares pass by pass, exactly.
 */
import { z } from 'zod';
import { EngineError } from '../protocol/errors';
import type { HoleDraft } from '../protocol/messages';
import { denoise, type RunHooks, type Tools } from './denoise';
import { policyNames } from './policies';
import { ProjectText } from './recall/projectText';
import type { Scene } from './scene';
import { lengthPolicies, type Settings } from './settings';

export interface TraceHeader {
  readonly type: 'trace';
  readonly schema: 1;
  /** The engine's version. */
  readonly version: string;
  readonly model: { readonly id: string; readonly sha256: string };
  readonly documentSha256: string;
  readonly settings: Settings;
  readonly scene: Scene;
  /** Files of the document's project that the run looked through. */
  readonly project?: ProjectText;
}

export interface TracePass {
  readonly type: 'pass';
  readonly pass: number;
  readonly holes: readonly HoleDraft[];
}

export interface Trace {
  readonly header: TraceHeader;
  readonly passes: readonly TracePass[];
}

const ids = z.array(z.number().int().nonnegative());
const plannedCell = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open'),
    lead: z.string().exactOptional(),
    tail: z.string().exactOptional(),
    bringsBreak: z.literal(true).exactOptional(),
    only: z.enum(['jsonString', 'digits', 'leadingDigits', 'integer']).exactOptional(),
    stays: z.literal(true).exactOptional(),
  }),
  z.object({ kind: z.literal('pinned'), id: z.number().int(), text: z.string() }),
]);
const part = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('whole'), ids }),
  z.object({ kind: z.literal('cut'), head: ids, tail: ids }),
]);
const yes = z.literal(true).exactOptional();
const wanted = z.object({
  names: z.array(z.object({ name: z.string(), isType: yes, isAssigned: yes, isInner: yes })),
  shape: z.enum(['statement', 'block', 'interface', 'class', 'callback', 'list', 'parameters']),
  within: z.enum(['outermost', 'class', 'block']),
  bound: z.array(z.string()),
  languageId: z.string(),
  path: z.string(),
});
const found = { lines: z.number().int(), text: z.string() };
const source = z.discriminatedUnion('side', [
  z.object({ ...found, side: z.enum(['before', 'behind']) }),
  z.object({ ...found, side: z.literal('elsewhere'), path: z.string() }),
]);
const hint = z.object({
  ids: z.array(z.number().int().nonnegative().nullable()),
  weight: z.number(),
  source: source.exactOptional(),
});

const headerSchema = z.object({
  type: z.literal('trace'),
  schema: z.literal(1),
  version: z.string(),
  model: z.object({ id: z.string(), sha256: z.string() }),
  documentSha256: z.string(),
  settings: z.object({
    seed: z.number(),
    passes: z.union([z.number(), z.literal('auto')]),
    policy: z.enum(policyNames),
    temperature: z.number(),
    choiceTemperature: z.number().default(0),
    lengthPolicy: z.enum(lengthPolicies).default('auto'),
    allowRepeats: z.boolean().default(true),
  }),
  scene: z.object({
    parts: z.array(part).min(2),
    canvases: z.array(z.array(plannedCell)).min(1),
    demands: z.array(z.object({ before: z.string(), after: z.string() }).nullable()).exactOptional(),
    searchable: z.array(z.boolean()).exactOptional(),
    banned: z.array(z.array(ids)).exactOptional(),
    shown: z.array(z.array(z.string())).exactOptional(),
    replaced: z.array(z.string()).exactOptional(),
    wanted: z.array(wanted.nullable()).exactOptional(),
    hints: z.array(hint.nullable()).exactOptional(),
    frame: z.object({ begin: ids, end: ids }).exactOptional(),
    lineBreak: z.enum(['\n', '\r\n']),
  }),
  project: z
    .union([z.object({ files: z.array(ids), paths: z.array(z.string()) }), z.array(ids)])
    .transform((read) => (Array.isArray(read) ? new ProjectText(read) : new ProjectText(read.files, read.paths)))
    .exactOptional(),
});

const cellSchema = z.object({
  text: z.string(),
  state: z.enum(['masked', 'tentative', 'committed', 'pinned']),
  confidence: z.number(),
});
const passSchema = z.object({
  type: z.literal('pass'),
  pass: z.number().int(),
  holes: z.array(z.object({ text: z.string(), cells: z.array(cellSchema) })),
});

/** Throws an `input` error naming the first line that is not part of a trace. */
export function parseTrace(ndjson: string): Trace {
  const lines = ndjson.split('\n').filter((line) => line !== '');
  const header = headerSchema.safeParse(parseLine(lines[0] ?? ''));
  if (!header.success) throw notATrace(1);
  const passes = lines.slice(1).map((line, i) => {
    const pass = passSchema.safeParse(parseLine(line));
    if (!pass.success) throw notATrace(i + 2);
    return pass.data;
  });
  return { header: header.data, passes };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function notATrace(line: number): EngineError {
  return new EngineError('input', `line ${line} is not part of a trace: record one with --trace FILE`);
}

export interface ReplayResult {
  readonly passes: number;
  /** The first pass that came out differently, 1-based; absent if all are the same. */
  readonly differsAt?: number;
}

/** Runs the trace's scene again on `tools`. The model should be the one recorded; the caller checks its hash. */
export async function replay(tools: Tools, trace: Trace, hooks: RunHooks = {}): Promise<ReplayResult> {
  const passes: TracePass[] = [];
  const onPass = (pass: number, holes: readonly HoleDraft[]): void => {
    passes.push({ type: 'pass', pass, holes });
    hooks.onPass?.(pass, holes);
  };
  const { scene, settings, project } = trace.header;
  await denoise({ ...tools, ...(project && { project }) }, scene, settings, { ...hooks, onPass });
  const count = Math.max(passes.length, trace.passes.length);
  for (let i = 0; i < count; i++) {
    if (JSON.stringify(passes[i]) !== JSON.stringify(trace.passes[i]))
      return { passes: passes.length, differsAt: i + 1 };
  }
  return { passes: passes.length };
}
