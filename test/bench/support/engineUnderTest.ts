/** The engine as an editor runs it: the built process, asked over its own protocol, with one document open in it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type {
  DecodeOptions,
  HoleRequest,
  InitializeResult,
  ProjectResult,
  RunResult,
  Span,
  Syntax,
  WarmResult,
} from '../../../engine/protocol/messages';
import { launchEngine } from '../../../extension/engine/launch';
import type { LaunchedEngine } from '../../../extension/engine/supervisor';
import { REPOSITORY_ROOT } from '../../host/repositoryRoot';
import type { PartOptions } from '../part';

const URI = 'file:///bench.ts';
const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface MeasuredRun {
  /** From the request to its first pass, and to its result. */
  readonly firstMs: number;
  readonly totalMs: number;
  readonly passes: number;
  readonly tokens: number;
  /** Rows of context that the run had to compute before its first pass. */
  readonly contextRows: number;
  readonly syntax?: Syntax;
  readonly ms: RunResult['ms'];
}

export interface Hole {
  readonly start: number;
  readonly end: number;
  readonly cells: number;
}

export class EngineUnderTest {
  private text = '';
  private version = 0;
  private runs = 0;

  private constructor(
    private readonly launched: LaunchedEngine,
    readonly opened: InitializeResult,
    /** From the fork to the answer to `initialize`. */
    readonly readyMs: number,
  ) {}

  static async start({ model, threads }: PartOptions = {}): Promise<EngineUnderTest> {
    const modulePath = join(REPOSITORY_ROOT, 'dist/engine.js');
    if (!existsSync(modulePath)) throw new Error('run `npm run build` first');
    const started = performance.now();
    const launched = launchEngine({ modulePath, nodePath: '', log: QUIET });
    const opened = await launched.client.initialize({ ...(model && { model }), ...(threads && { threads }) });
    return new EngineUnderTest(launched, opened, performance.now() - started);
  }

  /** Replaces the document by another. */
  open(text: string): void {
    this.text = text;
    this.version++;
    this.launched.client.opened({ uri: URI, version: this.version, languageId: 'typescript', text });
  }

  type(offset: number, text: string): void {
    this.replace({ start: offset, end: offset }, text);
  }

  /** Everything from `start` on. */
  replaceEnd(start: number, text: string): void {
    this.replace({ start, end: this.text.length }, text);
  }

  private replace({ start, end }: Span, text: string): void {
    this.text = this.text.slice(0, start) + text + this.text.slice(end);
    this.version++;
    this.launched.client.changed(URI, this.version, [{ span: { start, end }, text }]);
  }

  warm({ start, end }: Pick<Hole, 'start' | 'end'>): Promise<WarmResult> {
    return this.launched.client.warm(URI, { start, end });
  }

  /** Names other files of the document's project. */
  project(files: readonly string[]): Promise<ProjectResult> {
    return this.launched.client.project({ uri: URI, files });
  }

  /** Of so many cells, and one draft: what a draft takes must not depend on what is in it. */
  infill({ start, end, cells }: Hole, options: DecodeOptions = {}): Promise<MeasuredRun> {
    const hole = { span: { start, end }, length: cells, keepsLength: true };
    return this.run(hole, { syntax: false, ...options });
  }

  async run(hole: HoleRequest, options: DecodeOptions = {}): Promise<MeasuredRun> {
    const runId = `run-${this.runs++}`;
    const params = { runId, uri: URI, version: this.version, holes: [hole], options };
    const asked = performance.now();
    let firstMs: number | undefined;
    const onPass = (): void => {
      firstMs ??= performance.now() - asked;
    };
    const { passes, tokens, contextRows, syntax, ms } = await this.launched.client.infill(params, {
      signal: new AbortController().signal,
      onPass,
    });
    const totalMs = performance.now() - asked;
    return { firstMs: firstMs ?? totalMs, totalMs, passes, tokens, contextRows, ms, ...(syntax && { syntax }) };
  }

  get pid(): number {
    return this.opened.pid;
  }

  async stop(): Promise<void> {
    await this.launched.client.shutdown().catch(() => undefined);
    this.launched.kill();
    await this.launched.ended;
  }
}

/** Runs `work` against a fresh engine and ends it, whatever happens. */
export async function withEngine<T>(options: PartOptions, work: (engine: EngineUnderTest) => Promise<T>): Promise<T> {
  const engine = await EngineUnderTest.start(options);
  try {
    return await work(engine);
  } finally {
    await engine.stop();
  }
}
