import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { createMessageConnection, PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import { EngineError } from '../../engine/protocol/errors';
import { openModel, type OpenedModel } from '../../engine/runtime/openModel';
import { CloseRequest, ExitNotification, OpenRequest } from '../../engine/server/worker/protocol';
import { asked, RemoteModel } from '../../engine/server/worker/remoteModel';
import { SequenceReceiver, SequenceSender } from '../../engine/server/worker/sequences';
import { serveModel } from '../../engine/server/worker/serveModel';
import { writeTinyModel } from '../support/tinyModel';

const CALIBRATION = { bias: -1, logit: 0.5, decided: -2, decidedLogit: 0.1, proposed: 0.5, proposedLogit: 0.2 };

let folder: string;
let directory: string;
let local: OpenedModel;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'remask-thread-'));
  directory = writeTinyModel(join(folder, 'tiny'), { manifest: { calibration: CALIBRATION } });
  local = await openModel(directory);
});
afterAll(async () => {
  await local.close();
  rmSync(folder, { recursive: true });
});

/** Both ends of a channel in one thread: what crosses it is copied as it is between threads. */
function connect() {
  const { port1, port2 } = new MessageChannel();
  const [near, far] = [port1, port2].map((port) =>
    createMessageConnection(new PortMessageReader(port), new PortMessageWriter(port)),
  );
  if (!near || !far) throw new Error('a channel has two ends');
  const ended = new Promise<void>((resolve) => serveModel(far, resolve));
  far.listen();
  near.listen();
  return { connection: near, ended, disconnect: () => port1.close() };
}

describe('a model on another thread', () => {
  it('predicts and warms as the model itself does', async () => {
    const { connection, ended, disconnect } = connect();
    const opened = await connection.sendRequest(OpenRequest, { idOrDirectory: directory });
    const remote = new RemoteModel(connection, opened);
    expect(opened.info).toEqual(local.info);
    expect([remote.id, remote.specials, remote.maxCells, remote.contextTokens]).toEqual([
      local.model.id,
      local.model.specials,
      local.model.maxCells,
      local.model.contextTokens,
    ]);
    expect([remote.calibration, local.model.calibration]).toEqual([CALIBRATION, CALIBRATION]);
    const before = Array.from({ length: 20 }, (_, i) => 40 + i);
    const request = {
      before,
      after: [90, 91, 92],
      cells: [3, 50, 3],
      rows: [0, 2],
      forbidden: [60],
      targets: [70, 71],
    };
    for (const cells of [request.cells, [3, 3, 3]]) {
      expect(await remote.predict({ ...request, cells })).toEqual(await local.model.predict({ ...request, cells }));
    }
    const fresh = { before: [7, 8, 9], after: [10] };
    expect(await remote.warm(fresh)).toEqual(await local.model.warm(fresh));
    const unread = { before: [11, 12, 13], after: [14, 15, 16, 17] };
    expect(await remote.lookAhead?.(unread)).toEqual({ computedRows: 2 * 7 });
    expect(await remote.warm({ before: [11], after: [14, 15, 16, 17] })).toMatchObject({ computedRows: 0 });

    await expect(remote.predict({ ...request, rows: [5] })).rejects.toEqual(
      new EngineError('internal', 'A pass must ask for at least one cell of its canvas.'),
    );
    const reason = new Error('enough');
    const unsent = { ...request, before: [...before, 99] };
    await expect(remote.predict(unsent, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(await remote.predict(unsent)).toEqual(await local.model.predict(unsent));
    await connection.sendRequest(CloseRequest);
    await connection.sendNotification(ExitNotification);
    await ended;
    disconnect();
  });

  it('explains why a folder cannot be opened', async () => {
    const { connection, disconnect } = connect();
    const open = asked(() => connection.sendRequest(OpenRequest, { idOrDirectory: join(folder, 'nowhere') }));
    await expect(open).rejects.toMatchObject({ name: 'EngineError', kind: 'input' });
    disconnect();
  });
});

test('sequences arrive as they were sent, however many take turns', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { maxLength: 200 }), (turns) => {
      const sequences = Array.from({ length: 41 }, (_, i) => Array.from({ length: i }, (__, k) => 1000 * i + k));
      const [sender, receiver] = [new SequenceSender(), new SequenceReceiver()];
      for (const turn of turns) {
        const sequence = sequences[turn] ?? [];
        expect(receiver.receive(sender.send(sequence))).toEqual(sequence);
        expect(sender.send(sequence).ids).toBeUndefined();
      }
    }),
  );
});
