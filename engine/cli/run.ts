/** What `infill`, `remask` and `repair` have in common: open the file and the model, run, report, write if asked to. */
import { checkHoles } from '../decode/holes';
import { resolveBestOf, resolveSettings } from '../decode/settings';
import type { DecodeOptions, RunResult, Span } from '../protocol/messages';
import { Engine, type RunListener } from '../server/engine';
import { localModels } from '../server/localModels';
import { Lines } from '../text/positions';
import { version } from '../version';
import { applyHoles } from './applyHoles';
import { languageOf } from './languages';
import { decodeOptions, instructionOf, type RunFlags } from './options';
import { note, outliveReader } from './output';
import { nameProject, projectFiles } from './projectFlag';
import { createReporter } from './runReport';
import { readSource, requireWritable, uriOf, writeSource } from './sourceFile';
import { createTraceFile, requireOtherFile } from './traceFile';

/** A document of the command line: one file, never edited while it is open. */
export const VERSION_READ = 1;

export interface RunRequest {
  readonly runId: string;
  readonly uri: string;
  readonly version: number;
  readonly instruction?: string;
  readonly options: DecodeOptions;
}

export interface RunTask {
  /** A file that the result is judged by. */
  readonly schema?: string | undefined;
  /** The spans to change, from the file's text. Throws `input` errors. */
  readonly spans: (lines: Lines) => readonly Span[];
  readonly start: (
    engine: Engine,
    request: RunRequest,
    spans: readonly Span[],
    listener: RunListener,
  ) => Promise<RunResult>;
}

export async function runOnFile(path: string, flags: RunFlags, task: RunTask): Promise<void> {
  const options = decodeOptions(flags);
  const instruction = instructionOf(flags);
  resolveSettings(options);
  resolveBestOf(options);
  const file = readSource(path);
  const spans = task.spans(new Lines(file.text));
  checkHoles(
    file.text,
    spans.map((span) => ({ span })),
  );
  if (flags.write) requireWritable(path);
  const project = projectFiles(path, flags.project);
  requireOtherFile(flags.trace, { source: path, schema: task.schema, project });
  if (flags.write || flags.trace !== undefined) outliveReader();
  const engine = openEngine(path, file.text);
  const { loadMs } = await engine.initialize(modelParams(flags));
  await nameProject(engine, path, project);
  const report = createReporter({ json: flags.json === true }, { text: file.text, spans });
  const trace = createTraceFile(flags.trace, file.text);
  const { info, sha256 } = await engine.model();
  const request = { runId: 'cli', uri: uriOf(path), version: VERSION_READ, ...instruction, options };
  const result = await task.start(engine, request, spans, {
    onStart: (scene, settings, project) =>
      trace.header({ version, model: { id: info.id, sha256 }, settings, scene, ...(project && { project }) }),
    onPass: ({ pass, holes }) => {
      trace.pass(pass, holes);
      report.pass(pass, holes);
    },
  });
  const told = report.result({ ...result, ms: { ...result.ms, load: loadMs } });
  // Neither may cost the other: a file that cannot be written the draft, nor a reader that is gone the file.
  try {
    if (flags.write) writeSource(file, applyHoles(file.text, result.holes));
  } finally {
    await told;
  }
  if (flags.write) note(`wrote ${path}`);
  await engine.shutdown();
}

/** An engine of our own with one document open. */
export function openEngine(path: string, text: string): Engine {
  const engine = new Engine(localModels, version);
  engine.documents.opened({ uri: uriOf(path), version: VERSION_READ, languageId: languageOf(path), text });
  return engine;
}

export function modelParams({ model, threads }: Pick<RunFlags, 'model' | 'threads'>): {
  readonly model?: string;
  readonly threads?: number;
} {
  return { ...(model !== undefined && { model }), ...(threads !== undefined && { threads }) };
}
