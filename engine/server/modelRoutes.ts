/** The requests about models on this machine that need none of them loaded: list, import, remove. */
import type { MessageConnection } from 'vscode-jsonrpc';
import { importModel } from '../import/importModel';
import { removeModel } from '../models/removeModel';
import { EngineError } from '../protocol/errors';
import * as protocol from '../protocol/messages';
import { answer, cancellable } from './answer';
import type { Engine } from './engine';
import { calmProgress } from './calmProgress';
import { decode, schemas } from './schemas';

export function routeModels(connection: MessageConnection, engine: Engine): void {
  connection.onRequest(protocol.ModelsRequest, () => answer(async () => engine.models()));
  connection.onRequest(protocol.ImportRequest, (params, token) =>
    answer(() => {
      const { importId, source, ...options } = decode<protocol.ImportParams>(schemas.import, params);
      const onProgress = calmProgress((progress) => {
        connection.sendNotification(protocol.ImportNotification, { importId, ...progress }).catch(() => undefined);
      });
      return importModel(source, { ...options, signal: cancellable(token), onProgress });
    }),
  );
  connection.onRequest(protocol.RemoveRequest, (params) =>
    answer(async () => {
      const { id } = decode<{ readonly id: string }>(schemas.remove, params);
      if (engine.modelInUse === id)
        throw new EngineError('busy', `${id} is in use: select another model, then remove it.`);
      await removeModel(id);
      return null;
    }),
  );
}
