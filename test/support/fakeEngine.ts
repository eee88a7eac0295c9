/**
 * A stand-in for the engine process that plays a script: what it answers, how many passes it may make, whether it dies.
 * It speaks the real protocol over the real fork, keeps documents as the real engine must, and calls a stale version
 * stale. The script is a JSON file that tests rewrite while a run is under way, so that slow runs are deterministic.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type CancellationToken,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ResponseError,
} from 'vscode-jsonrpc/node';
import * as protocol from '../../engine/protocol/messages';
import { check } from '../../engine/validate/check';
import { cellsOf, draftAt, scoresOf } from './fakeCells';
import { FAKE_SCRIPT_VARIABLE, type FakeRun, type FakeScript, PLAIN_SCRIPT } from './fakeScript';

interface Document {
  readonly version: number;
  readonly text: string;
}

const POLL_MS = 10;
const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const documents = new Map<string, Document>();
const projects = new Map<string, protocol.SeenProject>();
const scriptPath = process.env[FAKE_SCRIPT_VARIABLE];

function script(): FakeScript {
  if (!scriptPath || !existsSync(scriptPath)) return PLAIN_SCRIPT;
  return { ...PLAIN_SCRIPT, ...(JSON.parse(readFileSync(scriptPath, 'utf8')) as Partial<FakeScript>) };
}

function refuse(kind: protocol.EngineErrorKind, message: string): ResponseError<protocol.EngineErrorData> {
  return new ResponseError(1, message, { kind });
}

interface Run {
  readonly runId: string;
  readonly uri: string;
  readonly version: number;
  readonly holes: readonly protocol.HoleRequest[];
  readonly seed: number;
  readonly method: FakeRun['method'];
  readonly instruction?: string;
}

async function play(run: Run, token: CancellationToken): Promise<protocol.RunResult> {
  const document = documents.get(run.uri);
  if (document?.version !== run.version) throw refuse('stale', `version ${run.version} is not the one at hand`);
  if (run.instruction !== undefined && !inUse.takesInstruction)
    throw refuse('input', `${inUse.id} takes no instructions`);
  record(run, document.text);
  const finals = run.holes.map((hole, i) => cellsOf(hole, document.text, textFor(run, i)));
  const { passes, drafts } = script();
  for (let i = 0; i < passes * (drafts ?? 1); i++) {
    const pass = 1 + (i % passes);
    const draft = 1 + Math.floor(i / passes);
    await allowed(pass, token);
    note('passes', Date.now());
    const holes = finals.map((cells) => draftAt(cells, pass / passes));
    void connection.sendNotification(protocol.PassNotification, { runId: run.runId, draft, pass, holes });
  }
  await allowed(passes + 1, token);
  return {
    holes: finals.map((cells, i) => ({
      span: run.holes[i]?.span ?? { start: 0, end: 0 },
      text: cells.map((cell) => cell.text).join(''),
      cells,
      confidence: 0.7,
    })),
    passes,
    tokens: finals.flat().length,
    contextRows: 0,
    model: 'fake',
    seed: run.seed,
    ...(drafts !== undefined && { syntax: { drafts, problems: 1 } }),
    ms: { load: 0, context: 0, firstPass: 1, total: passes },
  };
}

function textFor(run: Run, hole: number): string {
  const { texts } = script();
  // Another seed gives another text: a run's texts start further down the list.
  return texts[(hole + run.seed) % texts.length] ?? '';
}

/** Waits until the script lets this pass happen; the result counts as one pass more. */
async function allowed(pass: number, token: CancellationToken): Promise<void> {
  const { passMs } = script();
  if (passMs > 0) await pause(passMs);
  for (;;) {
    if (token.isCancellationRequested) throw refuse('internal', 'cancelled');
    const { allowed: limit, fail, dieAt } = script();
    if (dieAt === pass) process.exit(7);
    if (fail) throw refuse(fail.kind, fail.message);
    if (pass <= limit) return;
    await pause(POLL_MS);
  }
}

function record({ uri, version, holes, method, instruction }: Run, text: string): void {
  const projectFiles = projects.get(uri)?.files.length ?? 0;
  const said = instruction !== undefined && { instruction };
  const line: FakeRun = { uri, version, holes, method, text, projectFiles, ...said };
  note('runs', line);
}

/** One line more in the record of that name, beside the script. */
function note(what: 'runs' | 'imports' | 'passes' | 'projects', line: unknown): void {
  if (scriptPath) appendFileSync(`${scriptPath}.${what}`, JSON.stringify(line) + '\n');
}

async function importAsTold(params: protocol.ImportParams, token: CancellationToken): Promise<protocol.ModelInfo> {
  note('imports', params);
  const { importId, source } = params;
  const half = { importId, phase: 'download', file: 'model.safetensors', done: 5e8, total: 1e9 } as const;
  void connection.sendNotification(protocol.ImportNotification, half);
  for (;;) {
    const { importFails, importsEnd } = script();
    if (token.isCancellationRequested) throw refuse('internal', 'cancelled');
    if (importFails) throw refuse(importFails.kind, importFails.message);
    if (importsEnd) return { ...MODEL, id: source, source: 'imported' };
    await pause(POLL_MS);
  }
}

connection.onRequest(protocol.InitializeRequest, async ({ model }) => {
  const { startMs, refuses, models } = script();
  await pause(startMs);
  if (refuses) throw refuse(refuses.kind, refuses.message);
  inUse = models.find(({ id }) => id === model) ?? MODEL;
  return { version: '0', pid: process.pid, model: inUse, loadMs: startMs };
});
connection.onRequest(protocol.ModelsRequest, () => [MODEL, ...script().models]);
connection.onRequest(protocol.ImportRequest, importAsTold);
connection.onRequest(protocol.RemoveRequest, () => null);
connection.onRequest(protocol.WarmRequest, ({ uri }) => {
  if (!documents.has(uri)) throw refuse('input', 'no such document');
  return { computedRows: 0, cachedRows: 0 };
});
connection.onRequest(protocol.ProjectRequest, async (params) => {
  const { uri, files } = params;
  note('projects', params);
  const { readMs } = script();
  if (readMs > 0) await pause(readMs);
  const tokens = 100 * files.length;
  projects.set(uri, { files, tokens });
  return { files: files.length, tokens };
});
connection.onRequest(protocol.InfillRequest, (params, token) =>
  play({ ...params, seed: params.options?.seed ?? 0, method: 'infill' }, token),
);
connection.onRequest(protocol.RemaskRequest, (params, token) =>
  play({ ...params, holes: [{ span: params.span }], seed: params.options?.seed ?? 0, method: 'remask' }, token),
);
connection.onRequest(protocol.CheckRequest, ({ uri, checks }) => check(documents.get(uri)?.text ?? '', checks));
connection.onRequest(protocol.SeenRequest, ({ uri, span, related = [] }) => {
  const text = documents.get(uri)?.text ?? '';
  const seen = (part: string) => ({ text: part, tokens: part.length });
  return {
    related: seen(related.join('')),
    before: seen(text.slice(0, span.start)),
    after: seen(text.slice(span.end)),
    project: projects.get(uri) ?? { files: [], tokens: 0 },
    reach: 1000,
  };
});
connection.onRequest(protocol.ScoreRequest, ({ uri, version, span }) => {
  const document = documents.get(uri);
  if (document?.version !== version) throw refuse('stale', `version ${version} is not the one at hand`);
  const { fail } = script();
  if (fail) throw refuse(fail.kind, fail.message);
  return scoresOf(document.text, span ?? { start: 0, end: document.text.length });
});
/** What comes first is likeliest. */
connection.onRequest(protocol.RankRequest, ({ texts }) =>
  texts.map((text, i) => ({ text, logProbability: -1 - i, cells: [{ text, confidence: 0.5 }] })),
);
connection.onRequest(protocol.ShutdownRequest, () => {
  setTimeout(() => process.exit(0), POLL_MS);
  return null;
});
connection.onNotification(protocol.DocumentOpened, ({ uri, version, text }) => documents.set(uri, { version, text }));
connection.onNotification(protocol.DocumentClosed, ({ uri }) => {
  documents.delete(uri);
  projects.delete(uri);
});
connection.onNotification(protocol.DocumentChanged, ({ uri, version, changes }) => {
  const document = documents.get(uri);
  if (!document) return;
  const apply = (text: string, change: protocol.ContentChange) =>
    text.slice(0, change.span.start) + change.text + text.slice(change.span.end);
  documents.set(uri, { version, text: changes.reduce(apply, document.text) });
});
process.on('disconnect', () => process.exit(0));
connection.listen();

const MODEL: protocol.ModelInfo = {
  id: 'fake',
  directory: '',
  family: 'fake',
  source: 'bundled',
  parameters: 1_000_000,
  bytes: 1_000_000,
  memoryBytes: 250_000_000,
  fits: true,
  licence: 'MIT',
  description: 'Plays a script.',
};
let inUse = MODEL;
