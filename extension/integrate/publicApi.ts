/** The public API of `api.ts` over the parts that do the work. */
import * as vscode from 'vscode';
import type { EngineStatus, RemaskApi } from '../api';
import { rangeOf, spanOf } from '../document/reading';
import type { Services } from '../flow/services';
import type { Sessions } from '../flow/sessions';
import { snapshotOf } from '../snapshot';
import { withSignal } from './abort';
import { startEdit } from './edit';
import { propose } from './propose';

export class PublicApi implements RemaskApi, vscode.Disposable {
  readonly version = 1;
  private readonly sessionChanged = new vscode.EventEmitter<ReturnType<typeof snapshotOf>>();
  private readonly engineChanged = new vscode.EventEmitter<EngineStatus>();
  private readonly subscriptions: vscode.Disposable;
  readonly onDidChangeSession = this.sessionChanged.event;
  readonly onDidChangeEngine = this.engineChanged.event;

  constructor(
    private readonly services: Services,
    private readonly live: Sessions,
    onDidChangeEngine: vscode.Event<EngineStatus>,
  ) {
    this.subscriptions = vscode.Disposable.from(
      live.onDidChange((session) => this.sessionChanged.fire(snapshotOf(session))),
      onDidChangeEngine((status) => this.engineChanged.fire(status)),
      this.sessionChanged,
      this.engineChanged,
    );
  }

  readonly propose: RemaskApi['propose'] = async (document, ranges, options) =>
    propose(this.services, document, ranges, options);

  readonly edit: RemaskApi['edit'] = (document, ranges, options) => startEdit(this.live, document, ranges, options);

  readonly score: RemaskApi['score'] = (document, range, token) =>
    withSignal(token, async (signal) => {
      const client = await this.services.engine.ready();
      this.services.sync.ensure(client, document);
      const { version } = document;
      const place = range && { span: spanOf(document, document.validateRange(range)) };
      const scores = await client.score({ uri: document.uri.toString(), version, ...place }, signal);
      return scores.map(({ span, ...score }) => ({ range: rangeOf(document, span), ...score }));
    });

  readonly sessions: RemaskApi['sessions'] = () => this.live.all.map(snapshotOf);

  readonly engine: RemaskApi['engine'] = () => this.services.engine.state;

  dispose(): void {
    this.subscriptions.dispose();
  }
}
