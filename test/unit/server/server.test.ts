import { afterEach, describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import * as protocol from '../../../engine/protocol/messages';
import type { ModelHost } from '../../../engine/server/modelHost';
import { connectClient, fakeHost, type Client } from '../../support/fakeHost';
import { chaoticAnswer, knowingAnswer, testTokenizer, type FakeOptions } from '../../support/fakeModel';

const tokenizer = testTokenizer();
const slow: FakeOptions = { answer: knowingAnswer(tokenizer, 'abcdefghijklmnopqrst', () => 0.55) };
const uri = 'file:///a.ts';

let client: Client;
afterEach(() => client.dispose());

async function open(text: string, host: ModelHost = fakeHost(slow)): Promise<Client> {
  client = connectClient(host);
  await client.sendRequest(protocol.InitializeRequest, {});
  await client.sendNotification(protocol.DocumentOpened, { uri, version: 1, languageId: 'typescript', text });
  return client;
}

const infill = (runId: string, changes: Partial<protocol.InfillParams> = {}): protocol.InfillParams => ({
  runId,
  uri,
  version: 1,
  holes: [{ span: { start: 2, end: 2 }, length: 12 }],
  ...changes,
});

const failure = (kind: protocol.EngineErrorKind, message: RegExp) => ({
  data: { kind },
  message: expect.stringMatching(message) as string,
});

describe('server', () => {
  it('says who it is and which models there are', async () => {
    client = connectClient(fakeHost(slow));
    const hello = await client.sendRequest(protocol.InitializeRequest, {});
    expect(hello).toMatchObject({ version: '0.0.0', pid: process.pid, model: { id: 'fake' } });
    expect(await client.sendRequest(protocol.ModelsRequest)).toMatchObject([{ id: 'fake' }]);
  });

  it('notifies each pass before the result, and reports what was used', async () => {
    await open('a;');
    const events: protocol.PassEvent[] = [];
    client.onNotification(protocol.PassNotification, (event) => void events.push(event));
    const result = await client.sendRequest(protocol.InfillRequest, infill('r1', { options: { passes: 5, seed: 9 } }));
    expect(events.map(({ runId, pass }) => `${runId} ${pass}`)).toEqual([1, 2, 3, 4, 5].map((pass) => `r1 ${pass}`));
    expect(result).toMatchObject({ passes: 5, tokens: 12, seed: 9, model: 'fake', holes: [{ text: 'abcdefghijkl' }] });
    expect(result.ms.load).toBe(0);
  });

  it('follows a document through its changes, applied in the order given', async () => {
    await open('hello');
    await client.sendNotification(protocol.DocumentChanged, {
      uri,
      version: 2,
      changes: [
        { span: { start: 4, end: 5 }, text: 'p!' },
        { span: { start: 0, end: 1 }, text: 'H' },
      ],
    });
    await client.sendRequest(protocol.WarmRequest, { uri, span: { start: 6, end: 6 } });
    expect(client.engine.documents.text(uri, 2)).toBe('Help!!'.slice(0, 3) + 'lp!');
  });

  it('calls requests for another version, a closed or a drifted document stale', async () => {
    await open('hello');
    const stale = (message: RegExp) => expect.objectContaining(failure('stale', message)) as unknown;
    await expect(client.sendRequest(protocol.InfillRequest, infill('r', { version: 7 }))).rejects.toEqual(
      stale(/version 1, not 7/),
    );
    await client.sendNotification(protocol.DocumentChanged, {
      uri,
      version: 2,
      changes: [{ span: { start: 0, end: 99 }, text: '' }],
    });
    await expect(client.sendRequest(protocol.InfillRequest, infill('r', { version: 2 }))).rejects.toEqual(
      stale(/not open/),
    );
    await client.sendNotification(protocol.DocumentOpened, { uri, version: 3, languageId: '', text: 'hello' });
    await client.sendNotification(protocol.DocumentClosed, { uri });
    await expect(client.sendRequest(protocol.ScoreRequest, { uri, version: 3 })).rejects.toEqual(stale(/not open/));
    const rank = { uri, version: 3, span: { start: 0, end: 0 }, texts: ['x'] };
    await expect(client.sendRequest(protocol.RankRequest, rank)).rejects.toEqual(stale(/not open/));
  });

  it.each<[string, unknown, RegExp]>([
    ['holes missing', { runId: 'r', uri, version: 1 }, /holes/],
    ['a negative offset', infill('r', { holes: [{ span: { start: -1, end: 2 } }] }), /holes.0.span.start/],
    ['a hole outside', infill('r', { holes: [{ span: { start: 0, end: 99 } }] }), /outside the document/],
    ['an unknown policy', infill('r', { options: { policy: 'x' as 'steps' } }), /unknown policy/],
  ])('refuses %s as input', async (_, params, message) => {
    await open('hello');
    await expect(client.sendRequest(protocol.InfillRequest, params as protocol.InfillParams)).rejects.toMatchObject(
      failure('input', message),
    );
  });

  it('asks for initialize first, and survives a model that does not exist', async () => {
    client = connectClient(fakeHost(slow));
    await client.sendNotification(protocol.DocumentOpened, { uri, version: 1, languageId: '', text: 'hello' });
    await expect(client.sendRequest(protocol.InfillRequest, infill('r'))).rejects.toMatchObject(
      failure('model', /initialize first/),
    );
    await expect(client.sendRequest(protocol.InitializeRequest, { model: 'gone' })).rejects.toMatchObject(
      failure('model', /no model named gone/),
    );
    await client.sendRequest(protocol.InitializeRequest, {});
    expect((await client.sendRequest(protocol.InfillRequest, infill('r'))).passes).toBeGreaterThan(0);
    await expect(client.sendRequest(protocol.InitializeRequest, { model: 'gone' })).rejects.toMatchObject(
      failure('model', /gone/),
    );
    expect((await client.sendRequest(protocol.InfillRequest, infill('r'))).model).toBe('fake');
  });

  it('stops at the next pass when cancelled, and serves the next run', async () => {
    const host = fakeHost(slow, 5);
    await open('hello', host);
    const source = new CancellationTokenSource();
    client.onNotification(protocol.PassNotification, ({ pass }) => {
      if (pass === 2) source.cancel();
    });
    await expect(client.sendRequest(protocol.InfillRequest, infill('r1'), source.token)).rejects.toMatchObject({
      code: -32800,
    });
    const asked = host.models[0]?.requests.length ?? 0;
    expect(asked).toBeLessThan(12);
    expect((await client.sendRequest(protocol.InfillRequest, infill('r2'))).passes).toBe(12);
    expect(host.models[0]?.requests.length).toBe(asked + 12);
  });

  it('stops when cancelled after the last pass, too, while it is found out whether the draft is sound', async () => {
    const text = 'const x = = 1;\nf(g(\n';
    await open(text);
    const source = new CancellationTokenSource();
    client.onNotification(protocol.PassNotification, () => source.cancel());
    const at = { start: text.length - 1, end: text.length - 1 };
    const run = infill('r1', { holes: [{ span: at, length: 3 }], options: { passes: 1 } });
    await expect(client.sendRequest(protocol.InfillRequest, run, source.token)).rejects.toMatchObject({ code: -32800 });
    expect((await client.sendRequest(protocol.InfillRequest, run)).syntax).toMatchObject({ drafts: 1 });
  });

  it('lets several runs advance side by side and answers others meanwhile', async () => {
    await open('hello', fakeHost(slow, 2));
    const order: string[] = [];
    client.onNotification(protocol.PassNotification, ({ runId }) => void order.push(runId));
    const runs = ['a', 'b'].map((runId) => client.sendRequest(protocol.InfillRequest, infill(runId)));
    await client.sendRequest(protocol.ModelsRequest);
    expect(order.length).toBeLessThan(4);
    await Promise.all(runs);
    expect(order.join('')).toMatch(/^(ab){12}$/);
  });

  it('refuses more runs than it can serve, as busy', async () => {
    await open('hello', fakeHost(slow, 2));
    const runs = Array.from({ length: 17 }, (_, i) => client.sendRequest(protocol.InfillRequest, infill(`r${i}`)));
    const settled = await Promise.allSettled(runs);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(16);
    expect(settled[16]).toMatchObject({ status: 'rejected', reason: failure('busy', /16 runs are under way/) });
  });

  it('switches models and ends although the one before cannot be closed any more', async () => {
    const host = fakeHost(slow);
    const close = () => Promise.reject(new Error('its thread is gone'));
    await open('a;', { ...host, load: async (...which) => ({ ...(await host.load(...which)), close }) });
    const hello = await client.sendRequest(protocol.InitializeRequest, { model: 'other' });
    expect(hello.model.id).toBe('other');
    expect((await client.sendRequest(protocol.InfillRequest, infill('r'))).model).toBe('other');
    await client.sendRequest(protocol.ShutdownRequest);
    await expect.poll(() => client.shutdowns).toEqual([1]);
  });

  it('fails runs of the model that was switched away, and closes it after', async () => {
    const host = fakeHost(slow, 2);
    await open('hello', host);
    const run = client.sendRequest(protocol.InfillRequest, infill('r'));
    const [outcome] = await Promise.allSettled([
      run,
      client.sendRequest(protocol.InitializeRequest, { model: 'other' }),
    ]);
    expect(outcome).toMatchObject({ status: 'rejected', reason: failure('model', /switched/) });
    expect(host.closed).toEqual(['fake']);
    expect((await client.sendRequest(protocol.InfillRequest, infill('r'))).model).toBe('other');
  });

  it('remasks, scores and ranks', async () => {
    await open('abxde', fakeHost({ answer: chaoticAnswer(1, tokenizer.size) }));
    const scores = await client.sendRequest(protocol.ScoreRequest, { uri, version: 1 });
    expect(scores.map((token) => token.text).join('')).toBe('abxde');
    const rank = { uri, version: 1, span: { start: 2, end: 3 }, texts: ['c', 'x'] };
    const ranked = await client.sendRequest(protocol.RankRequest, rank);
    expect(ranked.map(({ text }) => text).sort()).toEqual(['c', 'x']);
    const remask = { runId: 'r', uri, version: 1, span: { start: 0, end: 5 }, strength: 0.4 };
    const { holes } = await client.sendRequest(protocol.RemaskRequest, remask);
    const repair = { runId: 'p', uri, version: 1, span: { start: 0, end: 5 } };
    const repaired = await client.sendRequest(protocol.RepairRequest, repair);
    expect(repaired.tokens).toBe(repaired.holes[0]?.cells.filter((cell) => cell.state === 'committed').length);
    expect(holes[0]?.cells.filter((cell) => cell.state === 'pinned')).toHaveLength(3);
  });

  it('warms the same context that an infill there asks for', async () => {
    const host = fakeHost(slow);
    await open('before after', host);
    const span = { start: 3, end: 9 };
    expect(await client.sendRequest(protocol.WarmRequest, { uri, span })).toMatchObject({
      cachedRows: 0,
    });
    await client.sendRequest(protocol.InfillRequest, infill('r', { holes: [{ span }] }));
    const [warmed, again] = host.models[0]?.warmed ?? [];
    expect(again).toEqual(warmed);
    await expect(client.sendRequest(protocol.WarmRequest, { uri, span: { start: 6, end: 99 } })).rejects.toMatchObject(
      failure('input', /outside/),
    );
  });

  it('reports what nobody expected as internal, in one line', async () => {
    await open(
      'hello',
      fakeHost({
        answer: () => {
          throw new Error('boom\n  at somewhere');
        },
      }),
    );
    await expect(client.sendRequest(protocol.InfillRequest, infill('r'))).rejects.toMatchObject(
      failure('internal', /^internal error: boom$/),
    );
  });

  it('answers shutdown, then ends', async () => {
    const host = fakeHost(slow);
    await open('hello', host);
    expect(await client.sendRequest(protocol.ShutdownRequest)).toBeNull();
    expect(host.closed).toEqual(['fake']);
    await new Promise((resolve) => setImmediate(resolve));
    expect(client.shutdowns).toHaveLength(1);
  });
});
