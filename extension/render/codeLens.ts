/** Hands the lenses of `lenses.ts` to the editor. */
import * as vscode from 'vscode';
import type { EditSession } from '../flow/editSession';
import type { Sessions } from '../flow/sessions';
import { soonStaged } from '../session/staging';
import { isLive } from '../session/state';
import { documentLines } from './documentLines';
import { lensesOf, lensLine } from './lenses';
import { Pacer } from './pacer';
import { factsOf, type FactSources } from './sessionFacts';

/** Titles name the pass; redrawing them more often than this only makes them hard to hit. */
const REFRESHES_PER_SECOND = 4;

export class SessionLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly pacer: Pacer;
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(
    private readonly sessions: Sessions,
    private readonly sources: FactSources,
  ) {
    this.pacer = new Pacer(
      () => Promise.resolve(this.changed.fire()),
      () => REFRESHES_PER_SECOND,
    );
    this.subscriptions = [
      vscode.languages.registerCodeLensProvider({ pattern: '**' }, this),
      sessions.onDidChange(() => this.pacer.request()),
      sources.validations.onDidChange(() => this.pacer.request()),
    ];
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
