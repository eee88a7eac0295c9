/** The other end of `RemoteModel`: opens a model and answers for it until it is closed. Knows no thread. */
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc';
import { EngineError } from '../../protocol/errors';
import { openModel, type OpenedModel } from '../../runtime/openModel';
import { answer, cancellable } from '../answer';
import {
  CloseRequest,
  ExitNotification,
  LookAheadRequest,
  OpenRequest,
  PredictRequest,
  type Sent,
  WarmRequest,
} from './protocol';
import { SequenceReceiver } from './sequences';

/** `onExit` is called when nothing more will be asked. */
export function serveModel(connection: MessageConnection, onExit: () => void): void {
  let opened: OpenedModel | undefined;
  const sequences = new SequenceReceiver();
  const received = <T extends { before: unknown; after: unknown }>(sent: Sent<T>) => ({
    ...sent,
    before: sequences.receive(sent.before),
    after: sequences.receive(sent.after),
  });
  const model = (): OpenedModel['model'] => {
    if (!opened) throw new EngineError('internal', 'no model is open on this thread');
    return opened.model;
  };

  connection.onRequest(OpenRequest, ({ idOrDirectory, ...options }) =>
    answer(async () => {
      opened = await openModel(idOrDirectory, options);
      const { id, specials, maxCells, contextTokens, chat, calibration, recallGate, projectGate } = opened.model;
      const looksAhead = opened.model.lookAhead !== undefined;
      return {
        ...{ id, specials, maxCells, contextTokens, looksAhead },
        ...(chat && { chat }),
        ...(calibration && { calibration }),
        ...(recallGate && { recallGate }),
        ...(projectGate && { projectGate }),
        info: opened.info,
      };
    }),
  );
  connection.onRequest(PredictRequest, (sent, token: CancellationToken) => {
    const request = received(sent);
    return answer(() => model().predict(request, cancellable(token)));
  });
  connection.onRequest(WarmRequest, (sent, token: CancellationToken) => {
    const context = received(sent);
    return answer(() => model().warm(context, cancellable(token)));
  });
  connection.onRequest(LookAheadRequest, (sent, token: CancellationToken) => {
    const document = received(sent);
    return answer(async () => (await model().lookAhead?.(document, cancellable(token))) ?? { computedRows: 0 });
  });
  connection.onRequest(CloseRequest, () =>
    answer(async () => {
      await opened?.close();
      return null;
    }),
  );
  connection.onNotification(ExitNotification, onExit);
}
