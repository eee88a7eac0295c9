/** Hands the lenses of `lenses.ts` to the editor. */
import * as vscode from 'vscode';
import type { EditSession } from '../flow/editSession';
import type { Sessions } from '../flow/sessions';
import { soonStaged } from '../session/staging';
import { isLive, isRunning } from '../session/state';
import { documentLines } from './documentLines';
import { lensesOf, lensLine } from './lenses';
import { Pacer } from './pacer';
import { factsOf, type FactSources } from './sessionFacts';

/**
 * Titles name the pass. VS Code waits for a quarter of a second without changes, or longer, before it asks for a row: told
 * of each pass, it would never come to ask, and offer what no longer applies.
 */
const COUNTS_PER_SECOND = 1;

export class SessionLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly pacer: Pacer;
  /** Kinds of the sessions as of the last refresh. */
  private kinds = '';
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(
    private readonly sessions: Sessions,
    private readonly sources: FactSources,
  ) {
    this.pacer = new Pacer(
      () => Promise.resolve(this.changed.fire()),
      () => COUNTS_PER_SECOND,
    );
    this.subscriptions = [
      vscode.languages.registerCodeLensProvider({ pattern: '**' }, this),
      sessions.onDidChange((session) => this.sessionChanged(session)),
      sources.validations.onDidChange(() => this.changed.fire()),
    ];
  }

  /** Other actions are offered at once, another count in time; one that is due would only put the actions off. */
  private sessionChanged({ state }: EditSession): void {
    const kinds = this.sessions.all.map((each) => `${each.id} ${each.state.kind}`).join();
    if (kinds === this.kinds && isRunning(state)) return this.pacer.request();
    this.kinds = kinds;
    this.pacer.drop();
    this.changed.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return this.sessions.in(document).flatMap((session) => this.lensesOfSession(session));
  }

  private lensesOfSession(session: EditSession): vscode.CodeLens[] {
    const { id, document } = session;
    if (!isLive(session.state)) return [];
    const state = soonStaged(session.state);
    const line = lensLine(state, documentLines(document));
    const range = new vscode.Range(line, 0, line, 0);
    return lensesOf(state, factsOf(session, this.sources, state)).map(
      ({ title, command = '', tooltip = '' }) =>
        new vscode.CodeLens(range, { title: spaced(title), command, tooltip, arguments: [id] }),
    );
  }

  dispose(): void {
    this.pacer.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }
}

/** The space behind an icon at the start of a lens is not drawn, unless it cannot break. */
function spaced(title: string): string {
  return title.replace(/^(\$\([^)]*\)) /, '$1\u00a0');
}
