import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import * as protocol from '../../../engine/protocol/messages';
import { connectClient, fakeHost, type Client } from '../../support/fakeHost';
import { knowingAnswer, testTokenizer, type FakeOptions } from '../../support/fakeModel';
import { temporaryFolder } from '../../support/temporaryFolder';

const folder = temporaryFolder();
const uri = pathToFileURL(join(folder, 'own.txt')).href;
const other = join(folder, 'other.txt');
writeFileSync(other, 'zq:77!\n');
/** A gate that lets the project have its way. */
const GATE = { bias: 9, order: 0, isBetween: 0, share: 0, places: 0, distance: 0, top: 0 };
const options: FakeOptions = { answer: knowingAnswer(testTokenizer(), 'abcdef', () => 0.9), projectGate: GATE };

let client: Client;
afterEach(() => client.dispose());

async function open(how: FakeOptions): Promise<void> {
  client = connectClient(fakeHost(how));
  await client.sendRequest(protocol.InitializeRequest, {});
  const document = { uri, version: 1, languageId: 'plaintext', text: 'zq:!\n' };
  await client.sendNotification(protocol.DocumentOpened, document);
}

const name = (...files: readonly string[]) => client.sendRequest(protocol.ProjectRequest, { uri, files });

async function filled(): Promise<string | undefined> {
  const holes = [{ span: { start: 3, end: 3 }, length: 2, keepsLength: true }];
  const result = await client.sendRequest(protocol.InfillRequest, { runId: 'r', uri, version: 1, holes });
  return result.holes[0]?.text;
}

describe('the project of a document', () => {
  it('counts in runs from when it was read, until other files are named or the document is closed', async () => {
    await open(options);
    expect(await filled()).toBe('ab');
    expect(await name(other)).toMatchObject({ files: 1 });
    expect(await filled()).toBe('77');
    expect(await name()).toEqual({ files: 0, tokens: 0 });
    expect(await filled()).toBe('ab');
  });

  it('counts in scores, and is told with what a model sees', async () => {
    await open(options);
    const span = { start: 0, end: 2 };
    const probability = async () => {
      const [token] = await client.sendRequest(protocol.ScoreRequest, { uri, version: 1, span });
      return token?.probability ?? 0;
    };
    const before = await probability();
    const { tokens } = await name(other);
    expect(await probability()).toBeGreaterThan(before + 0.5);
    const seen = await client.sendRequest(protocol.SeenRequest, { uri, version: 1, span });
    expect(seen.project).toEqual({ files: [other], tokens });
  });

  it('is what another document has become in the editor, from when somebody goes on in this one', async () => {
    await open(options);
    await name(other);
    const opened = { uri: pathToFileURL(other).href, version: 1, languageId: 'plaintext', text: 'zq:77!\n' };
    await client.sendNotification(protocol.DocumentOpened, opened);
    const changes = [{ span: { start: 3, end: 5 }, text: '88' }];
    await client.sendNotification(protocol.DocumentChanged, { uri: opened.uri, version: 2, changes });
    await client.sendRequest(protocol.WarmRequest, { uri, span: { start: 3, end: 3 } });
    await expect.poll(filled).toBe('88');
    await client.sendNotification(protocol.DocumentClosed, { uri: opened.uri });
    await client.sendRequest(protocol.WarmRequest, { uri, span: { start: 3, end: 3 } });
    await expect.poll(filled).toBe('77');
  });

  it('is not read for a model that would not use it', async () => {
    await open({ answer: options.answer });
    expect(await name(other)).toEqual({ files: 0, tokens: 0 });
    expect(await filled()).toBe('ab');
  });

  it('is read again for another model', async () => {
    await open(options);
    await name(other);
    await client.sendRequest(protocol.InitializeRequest, { model: 'other' });
    await expect.poll(filled).toBe('77');
  });

  it('of a document that was closed before it was read is nobody’s', async () => {
    let load = (): void => undefined;
    const host = fakeHost(options);
    const loaded = new Promise<void>((resolve) => (load = resolve));
    client = connectClient({ ...host, load: (...what) => loaded.then(() => host.load(...what)) });
    const loading = client.sendRequest(protocol.InitializeRequest, {});
    const document = { uri, version: 1, languageId: 'plaintext', text: 'zq:!\n' };
    await client.sendNotification(protocol.DocumentOpened, document);
    const named = name(other);
    const language = () => client.engine.documents.languageId(uri);
    await expect.poll(language).toBe('plaintext');
    await client.sendNotification(protocol.DocumentClosed, { uri });
    await expect.poll(language).toBeUndefined();
    load();
    await loading;
    expect(await named).toEqual({ files: 0, tokens: 0 });
    await client.sendNotification(protocol.DocumentOpened, document);
    expect(await filled()).toBe('ab');
  });
});
