/**
 * What the engine can do, behind any transport: holds the model and the open documents, gives runs their turns.
 * The RPC server and the command line are both thin shells around this.
 */
import type { Turn } from '../decode/turn';
import type { DraftHooks } from '../decode/drafts';
import { infill } from '../decode/infill';
import { remaskHole } from '../decode/remask';
import { repairHole, unchanged } from '../decode/repair';
import { rank } from '../decode/rank';
import { score } from '../decode/score';
import { seenContext } from '../decode/seen';
import { resolveSettings } from '../decode/settings';
import type { Tools } from '../decode/denoise';
import { Projects } from '../project/projects';
import { SyntaxReader } from '../syntax/syntaxReader';
import type { ReadTools } from '../project/fileShelf';
import { tokensAfter, tokensBefore } from '../text/context';
import { checkSpan } from '../decode/holes';
import { check } from '../validate/check';
import type {
  CheckParams,
  HoleRequest,
  InfillParams,
  InitializeParams,
  InitializeResult,
  ModelInfo,
  PassEvent,
  Problem,
  ProjectParams,
  ProjectResult,
  RankedText,
  RankParams,
  RemaskParams,
  RepairParams,
  RunResult,
  ScoreParams,
  SeenContext,
  SeenParams,
  Span,
  TokenScore,
  WarmResult,
} from '../protocol/messages';
import { Documents } from './documents';
import { LookAhead } from './lookAhead';
import type { LoadedModel, ModelHost } from './modelHost';
import { ModelInUse } from './modelInUse';
import { soundness } from './sound';
import { Turns } from './turns';
import { wantedIn } from './wanted';

export interface RunListener {
  readonly onPass?: (event: PassEvent) => void;
  readonly onStart?: DraftHooks['onStart'];
  readonly signal?: AbortSignal;
}

export class Engine {
  readonly documents: Documents;
  private readonly turns: Turns;
  private readonly projects = new Projects(() => this.documents.texts());
  private readonly syntax = new SyntaxReader();
  private readonly ahead: LookAhead;
  private readonly inUse: ModelInUse;

  constructor(
    private readonly host: ModelHost,
    private readonly version: string,
  ) {
    this.turns = new Turns({ onBusy: () => this.ahead.interrupt(), onFree: () => this.ahead.resume() });
    this.documents = new Documents({
      onChange: (uri, offset) => {
        this.projects.changed(uri);
        this.ahead.visit(uri, offset);
      },
      onClose: (uri) => {
        this.projects.changed(uri);
        this.projects.forget(uri);
      },
    });
    this.inUse = new ModelInUse(host, this.turns, {
      onLeave: () => this.ahead.stop(),
      onLoad: (loaded) => this.projects.readAgain(this.readTools(loaded)),
    });
    const { documents, syntax } = this;
    this.ahead = new LookAhead({
      ...{ documents, syntax },
      loaded: () => this.inUse.loaded,
      toolsFor: (loaded, uri) => this.toolsFor(loaded, uri),
    });
  }

  /** Loads a model, or switches to another: runs under way on the old one fail with a `model` error. */
  async initialize({ model, threads }: InitializeParams): Promise<InitializeResult> {
    const { info, loadMs } = await this.inUse.load(model, threads === undefined ? {} : { threads });
    return { version: this.version, pid: process.pid, model: info, loadMs };
  }

  models(): readonly ModelInfo[] {
    return this.host.list();
  }

  /** Id of the loaded model, if any. */
  get modelInUse(): string | undefined {
    return this.inUse.loaded?.info.id;
  }

  async infill(params: InfillParams, listener: RunListener = {}): Promise<RunResult> {
    const text = this.documents.text(params.uri, params.version);
    this.ahead.visit(params.uri, params.holes[0]?.span.start ?? 0);
    return this.run({ ...params, text }, () => Promise.resolve(params.holes), listener);
  }

  async remask(params: RemaskParams, listener: RunListener = {}): Promise<RunResult> {
    const text = this.documents.text(params.uri, params.version);
    const { span, strength = 1, instruction } = params;
    const job = { text, span, strength, ...(instruction !== undefined && { instruction }) };
    const plan = async (loaded: LoadedModel): Promise<readonly HoleRequest[]> => [
      await remaskHole(this.toolsFor(loaded, params.uri), job, { turn: this.turnOf(loaded, listener) }),
    ];
    return this.run({ ...params, text }, plan, listener);
  }

  async repair(params: RepairParams, listener: RunListener = {}): Promise<RunResult> {
    const text = this.documents.text(params.uri, params.version);
    const { span, below, instruction } = params;
    const job = {
      ...{ text, span },
      ...(below !== undefined && { below }),
      ...(instruction !== undefined && { instruction }),
    };
    const plan = async (loaded: LoadedModel): Promise<readonly HoleRequest[]> => {
      const hole = await repairHole(this.toolsFor(loaded, params.uri), job, { turn: this.turnOf(loaded, listener) });
      return hole ? [hole] : [];
    };
    return this.run({ ...params, text, span }, plan, listener);
  }

  async score({ uri, version, span }: ScoreParams, listener: RunListener = {}): Promise<readonly TokenScore[]> {
    const text = this.documents.text(uri, version);
    const loaded = await this.model();
    const job = { text, span: span ?? { start: 0, end: text.length } };
    const tools = this.toolsFor(loaded, uri);
    return this.turns.enter(() => score(tools, job, { turn: this.turnOf(loaded, listener) }));
  }

  async rank({ uri, version, ...job }: RankParams, listener: RunListener = {}): Promise<readonly RankedText[]> {
    const text = this.documents.text(uri, version);
    const loaded = await this.model();
    const tools = this.toolsFor(loaded, uri);
    return this.turns.enter(() => rank(tools, { ...job, text }, { turn: this.turnOf(loaded, listener) }));
  }

  /** What is wrong with a document, as far as its text alone can tell. Needs no model. */
  check({ uri, version, checks }: CheckParams): readonly Problem[] {
    return check(this.documents.text(uri, version), checks);
  }

  /** What the model sees around a span. */
  async seen({ uri, version, span, related = [] }: SeenParams): Promise<SeenContext> {
    const text = this.documents.text(uri, version);
    return seenContext(this.toolsFor(await this.model(), uri), { text, span, related });
  }

  /** Names the files that runs of a document may look through, and resolves when they are read. */
  async project(params: ProjectParams): Promise<ProjectResult> {
    const isOpen = (): boolean => this.documents.languageId(params.uri) !== undefined;
    const wasOpen = isOpen();
    const loaded = await this.model();
    // Closed meanwhile, it is forgotten already: nobody would forget what is named for it now.
    if (wasOpen && !isOpen()) return { files: 0, tokens: 0 };
    const result = await this.projects.name(params, this.readTools(loaded));
    this.ahead.want();
    return result;
  }

  /** Computes the context around `span`, so that an edit of it starts with a canvas pass. */
  async warm(uri: string, span: Span): Promise<WarmResult> {
    const text = this.documents.text(uri);
    checkSpan(text, span, 'range');
    const loaded = await this.model();
    const { model, tokenizer } = loaded;
    const before = tokensBefore(tokenizer, { text, start: 0, end: span.start }).ids;
    const after = tokensAfter(tokenizer, { text, start: span.end, end: text.length }).ids;
    this.ahead.visit(uri, span.start);
    this.projects.refresh(uri, this.readTools(loaded));
    // Indexed here, it does not delay the first pass.
    this.projects.of(uri);
    return this.turnOf(loaded, {})(() => model.warm({ before, after }));
  }

  async shutdown(): Promise<void> {
    await this.inUse.close();
  }

  /** The model in use, once loaded. Throws `model` if there is none. */
  model(): Promise<LoadedModel> {
    return this.inUse.ready();
  }

  private async run(
    params: Pick<InfillParams, 'runId' | 'uri' | 'options' | 'related' | 'instruction'> & {
      readonly text: string;
      readonly span?: Span;
    },
    plan: (loaded: LoadedModel) => Promise<readonly HoleRequest[]>,
    listener: RunListener,
  ): Promise<RunResult> {
    const loaded = await this.model();
    return this.turns.enter(async () => {
      const { runId, uri, text, span, options = {}, related = [], instruction } = params;
      const settings = resolveSettings(options);
      const holes = await plan(loaded);
      if (holes.length === 0 && span) return unchanged(text, span, { model: loaded.info.id, seed: settings.seed });
      const document = { uri, text, languageId: this.documents.languageId(uri) ?? '', spans: holes.map(spanOf) };
      let draft = 0;
      const isRead = options.syntax !== false;
      const sound = isRead ? await soundness(this.syntax, document, loaded.info, listener.signal) : undefined;
      const wanted = isRead && loaded.model.recallGate ? await wantedIn(this.syntax, document) : undefined;
      const result = await infill(
        this.toolsFor(loaded, uri),
        {
          ...{ text, holes, options, related },
          ...(instruction !== undefined && { instruction }),
          ...(sound && { sound }),
          ...(wanted && { wanted: [wanted] }),
        },
        {
          turn: this.turnOf(loaded, listener),
          onPass: (pass, holes) => listener.onPass?.({ runId, draft, pass, holes }),
          onStart: (...started) => {
            draft++;
            listener.onStart?.(...started);
          },
        },
      );
      return { ...result, model: loaded.info.id, ms: { load: 0, ...result.ms } };
    });
  }

  /** With what was read of the document's project. */
  private toolsFor(loaded: LoadedModel, uri: string): Tools {
    const { model, tokenizer } = loaded;
    const project = model.projectGate && this.projects.of(uri);
    return { model, tokenizer, ...(project && { project }) };
  }

  /** Nothing for a model that would not use what is read. */
  private readTools({ model, tokenizer }: LoadedModel): ReadTools | undefined {
    return model.projectGate && { tokenizer, rest: () => this.turns.rest() };
  }

  private turnOf(loaded: LoadedModel, { signal }: RunListener): Turn {
    return this.inUse.turnOf(loaded, signal);
  }
}

const spanOf = ({ span }: HoleRequest): Span => span;
