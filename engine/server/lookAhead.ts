/**
 * What is computed while nobody waits, around the place where somebody was last: the document's syntax tree, what parallel
 * places need, and the context beyond that place, for holes anywhere else in the document.
 */
import type { Tools } from '../decode/denoise';
import { prepareHints } from '../decode/recall/hints';
import type { ProjectText } from '../decode/recall/projectText';
import type { Places } from '../decode/recall/side';
import type { SyntaxReader } from '../syntax/syntaxReader';
import { tokensAfter, tokensBefore } from '../text/context';
import type { Documents } from './documents';
import { Idle } from './idle';
import type { LoadedModel } from './modelHost';

interface Around {
  readonly documents: Documents;
  readonly syntax: SyntaxReader;
  /** The model in use, if any. */
  readonly loaded: () => LoadedModel | undefined;
  /** With what was read of the document's project. */
  readonly toolsFor: (loaded: LoadedModel, uri: string) => Tools;
}

export class LookAhead {
  private readonly idle = new Idle((signal) => this.look(signal));
  private place: { readonly uri: string; readonly offset: number } | undefined;
  /** The project's text that hints were last prepared for; where there is none, the model. */
  private hintsReadyFor: ProjectText | LoadedModel | undefined;

  constructor(private readonly around: Around) {}

  /** Somebody is there. */
  visit(uri: string, offset: number): void {
    this.place = { uri, offset };
    this.want();
  }

  /** Something is new to look at. */
  want(): void {
    this.idle.want();
  }

  interrupt(): void {
    this.idle.interrupt();
  }

  resume(): void {
    this.idle.resume();
  }

  /** Resolves once nothing of it is under way. */
  stop(): Promise<void> {
    return this.idle.stop();
  }

  private async look(signal: AbortSignal): Promise<void> {
    const { place } = this;
    const { documents, syntax } = this.around;
    const loaded = this.around.loaded();
    if (!place) return;
    const text = documents.text(place.uri);
    (await syntax.of(place.uri, documents.languageId(place.uri) ?? '', text.length))?.(text);
    if (signal.aborted || !loaded) return;
    const at = lineStart(text, place.offset);
    const before = tokensBefore(loaded.tokenizer, { text, start: 0, end: at }).ids;
    const after = tokensAfter(loaded.tokenizer, { text, start: at, end: text.length }).ids;
    await this.prepareHints(loaded, place.uri, { before, after }, signal);
    await loaded.model.lookAhead?.({ before, after }, signal);
  }

  private async prepareHints(loaded: LoadedModel, uri: string, around: Places, signal: AbortSignal): Promise<void> {
    const tools = this.around.toolsFor(loaded, uri);
    const readyFor = tools.project ?? loaded;
    if (!loaded.model.recallGate || this.hintsReadyFor === readyFor) return;
    await prepareHints(tools, around, signal);
    this.hintsReadyFor = readyFor;
  }
}

/** Where the line break before `offset` begins: texts cut there are read as the whole is. */
function lineStart(text: string, offset: number): number {
  const feed = Math.max(0, text.lastIndexOf('\n', Math.max(0, offset - 1)));
  return text[feed - 1] === '\r' ? feed - 1 : feed;
}
