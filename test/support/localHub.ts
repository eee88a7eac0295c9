/**
 * A Hugging Face hub on the loopback interface, as much of it as an import asks for, with every way to fail that tests
 * want: cut connections, damaged content, refusals, redirects, a link that waits.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';

export interface HubRequest {
  readonly path: string;
  readonly host: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

export interface Repository {
  readonly commit: string;
  readonly files: ReadonlyMap<string, Buffer>;
}

/** What goes wrong; tests change it between and during requests. */
export interface Faults {
  /** Every request is refused so. */
  refuse?: { readonly status: number; readonly code?: string };
  /** The connection breaks after so many bytes of a body: one number for each request of a file, in order. */
  cuts: number[];
  /** Waits until the file's first `bytes` have been received: a broken connection may lose what it carried. */
  beforeCut?: (bytes: number) => Promise<unknown>;
  /** Files sent with a byte changed. */
  damaged: Set<string>;
  /** Files are redirected to this base URL. */
  filesAt?: string;
  /** Every request is redirected here. */
  redirect?: string;
  /** Bodies stop after so many bytes until the promise resolves. */
  hold?: { readonly after: number; readonly until: Promise<void> };
  ignoresRange: boolean;
}

export interface LocalHub {
  readonly endpoint: string;
  readonly port: number;
  readonly requests: readonly HubRequest[];
  readonly faults: Faults;
  readonly repositories: Map<string, Repository>;
  close(): Promise<void>;
}

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

export async function startLocalHub(): Promise<LocalHub> {
  const requests: HubRequest[] = [];
  const faults: Faults = { cuts: [], damaged: new Set(), ignoresRange: false };
  const repositories = new Map<string, Repository>();
  const server = createServer((request, reply) => {
    const { url = '/', headers } = request;
    const { host = '', range, authorization } = headers;
    requests.push({ path: url, host, range, authorization });
    answer({ faults, repositories }, request, reply).catch(() => reply.destroy());
  });
  const port = await listen(server);
  return { endpoint: `http://127.0.0.1:${port}`, port, requests, faults, repositories, close: () => stop(server) };
}

type State = Pick<LocalHub, 'faults' | 'repositories'>;

async function answer({ faults, repositories }: State, request: IncomingMessage, reply: ServerResponse): Promise<void> {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://hub').pathname);
  if (faults.redirect !== undefined) return void reply.writeHead(302, { location: faults.redirect }).end();
  if (faults.refuse) return refuse(reply, faults.refuse);
  const [, listed, revision = ''] = /^\/api\/models\/([^/]+\/[^/]+)\/revision\/(.+)$/.exec(path) ?? [];
  if (listed !== undefined) return list(repositories.get(listed), revision, reply);
  const [, id = '', , name = ''] = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(path) ?? [];
  const content = repositories.get(id)?.files.get(name);
  if (!content) return refuse(reply, { status: 404, code: 'EntryNotFound' });
  if (faults.filesAt !== undefined) return void reply.writeHead(302, { location: faults.filesAt + path }).end();
  await send(faults, { name, content, range: request.headers.range }, reply);
}

function refuse(reply: ServerResponse, { status, code = '' }: { status: number; code?: string }): void {
  reply.writeHead(status, code === '' ? {} : { 'x-error-code': code }).end('{"error":"no"}');
}

function list(repository: Repository | undefined, revision: string, reply: ServerResponse): void {
  if (!repository) return refuse(reply, { status: 404, code: 'RepoNotFound' });
  if (revision !== 'main' && revision !== repository.commit) {
    return refuse(reply, { status: 404, code: 'RevisionNotFound' });
  }
  const siblings = [...repository.files].map(([rfilename, content]) => {
    const sha256 = createHash('sha256').update(content).digest('hex');
    const blobId = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
    const lfs = rfilename.endsWith('.safetensors') && { lfs: { sha256, size: content.length, pointerSize: 130 } };
    return { rfilename, size: content.length, blobId, ...lfs };
  });
  const body = { id: 'x', sha: repository.commit, gated: false, cardData: { license: 'mit' }, siblings };
  reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

interface FileRequest {
  readonly name: string;
  readonly content: Buffer;
  readonly range: string | undefined;
}

async function send(faults: Faults, { name, content, range }: FileRequest, reply: ServerResponse): Promise<void> {
  const begin = faults.ignoresRange ? 0 : Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  const whole = Buffer.from(content);
  if (faults.damaged.has(name)) whole.writeUInt8((whole.at(-1) ?? 0) ^ 1, whole.length - 1);
  const body = whole.subarray(begin);
  const partial = begin > 0;
  reply.writeHead(partial ? 206 : 200, {
    'content-length': body.length,
    ...(partial && { 'content-range': `bytes ${begin}-${content.length - 1}/${content.length}` }),
  });
  const cut = faults.cuts.shift();
  const first = body.subarray(0, Math.min(cut ?? body.length, faults.hold?.after ?? body.length));
  reply.flushHeaders();
  if (first.length > 0) await new Promise<unknown>((done) => reply.write(first, done));
  if (cut !== undefined && cut < body.length) {
    await faults.beforeCut?.(begin + first.length);
    return void reply.destroy();
  }
  if (first.length < body.length) await faults.hold?.until;
  reply.end(body.subarray(first.length));
}

/** A proxy that leads every name to one port of this machine, and remembers the names it was asked for. */
export async function startLocalProxy(port: number): Promise<{
  readonly url: string;
  readonly asked: readonly string[];
  close(): Promise<void>;
}> {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', (request, client) => {
    asked.push(request.url ?? '');
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [upstream, client]) socket.on('error', () => socket.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, asked, close: () => stop(server) };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}
