/** Hands the lenses of `lenses.ts` to the editor. */
import * as vscode from 'vscode';
import type { EditSession } from '../flow/editSession';
import type { Sessions } from '../flow/sessions';
import { isLive } from '../session/state';
import { uncertainCells } from '../session/decisions';
import type { Settings } from '../settings';
import { documentLines } from './documentLines';
import { uncertainBelow } from './heatmap';
import type { Validations } from '../validate/validations';
import { lensesOf, lensLine } from './lenses';
import { Pacer } from './pacer';

/** Titles name the pass; redrawing them more often than this only makes them hard to hit. */
const REFRESHES_PER_SECOND = 4;

export class SessionLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly pacer: Pacer;
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(
    private readonly sessions: Sessions,
    private readonly validations: Validations,
    private readonly settings: () => Settings,
  ) {
    this.pacer = new Pacer(
      () => Promise.resolve(this.changed.fire()),
      () => REFRESHES_PER_SECOND,
    );
    this.subscriptions = [
      vscode.languages.registerCodeLensProvider({ pattern: '**' }, this),
      sessions.onDidChange(() => this.pacer.request()),
      validations.onDidChange(() => this.pacer.request()),
    ];
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return this.sessions.in(document).flatMap((session) => this.lensesOfSession(session));
  }

  private lensesOfSession(session: EditSession): vscode.CodeLens[] {
    const { id, state, document, passes } = session;
    if (!isLive(state)) return [];
    const below = uncertainBelow(this.settings().thresholds);
    const uncertain = state.kind === 'staged' ? uncertainCells(state, below).length : 0;
    const line = lensLine(state, documentLines(document));
    const range = new vscode.Range(line, 0, line, 0);
    return lensesOf(state, { uncertain, passes, verdict: this.validations.verdictOf(session) }).map(
      ({ title, command = '', tooltip = '' }) =>
        new vscode.CodeLens(range, { title, command, tooltip, arguments: [id] }),
    );
  }

  dispose(): void {
    this.pacer.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }
}
