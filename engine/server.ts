/** Routes JSON-RPC requests to the engine. Knows no transport: the caller brings the connection and starts it. */
import type { MessageConnection } from 'vscode-jsonrpc';
import * as protocol from './protocol/messages';
import { answer, cancellable } from './server/answer';
import type { Engine } from './server/engine';
import { routeModels } from './server/modelRoutes';
import { decode, schemas } from './server/schemas';

/** Registers every request and notification. `onShutdown` is called once the answer to `shutdown` is on its way. */
export function serve(connection: MessageConnection, engine: Engine, onShutdown: () => void): void {
  routeRuns(connection, engine);
  routeDocuments(connection, engine);
  routeModels(connection, engine);
  connection.onRequest(protocol.InitializeRequest, (params) =>
    answer(() => engine.initialize(decode<protocol.InitializeParams>(schemas.initialize, params))),
  );
  connection.onRequest(protocol.ShutdownRequest, () =>
    answer(async () => {
      await engine.shutdown();
      setImmediate(onShutdown);
      return null;
    }),
  );
}

function routeRuns(connection: MessageConnection, engine: Engine): void {
  const onPass = (event: protocol.PassEvent): void => {
    connection.sendNotification(protocol.PassNotification, event).catch(() => undefined);
  };
  connection.onRequest(protocol.InfillRequest, (params, token) =>
    answer(() => engine.infill(decode(schemas.infill, params), { onPass, signal: cancellable(token) })),
  );
  connection.onRequest(protocol.RemaskRequest, (params, token) =>
    answer(() => engine.remask(decode(schemas.remask, params), { onPass, signal: cancellable(token) })),
  );
  connection.onRequest(protocol.RepairRequest, (params, token) =>
    answer(() => engine.repair(decode(schemas.repair, params), { onPass, signal: cancellable(token) })),
  );
  connection.onRequest(protocol.ScoreRequest, (params, token) =>
    answer(() => engine.score(decode(schemas.score, params), { signal: cancellable(token) })),
  );
  connection.onRequest(protocol.RankRequest, (params, token) =>
    answer(() => engine.rank(decode(schemas.rank, params), { signal: cancellable(token) })),
  );
  connection.onRequest(protocol.SeenRequest, (params) => answer(() => engine.seen(decode(schemas.seen, params))));
  connection.onRequest(protocol.CheckRequest, (params) =>
    answer(async () => engine.check(decode(schemas.check, params))),
  );
  connection.onRequest(protocol.ProjectRequest, (params) =>
    answer(() => engine.project(decode(schemas.project, params))),
  );
  connection.onRequest(protocol.WarmRequest, (params) =>
    answer(() => {
      const { uri, span } = decode<typeof params>(schemas.warm, params);
      return engine.warm(uri, span);
    }),
  );
}

function routeDocuments(connection: MessageConnection, { documents }: Engine): void {
  connection.onNotification(protocol.DocumentOpened, (item) =>
    documents.opened(decode<protocol.DocumentItem>(schemas.opened, item)),
  );
  connection.onNotification(protocol.DocumentChanged, (params) => {
    const { uri, version, changes } = decode<typeof params>(schemas.changed, params);
    documents.changed(uri, version, changes);
  });
  connection.onNotification(protocol.DocumentClosed, (params) =>
    documents.closed(decode<typeof params>(schemas.closed, params).uri),
  );
}
