/**
 * The hub over HTTP: lists a repository and opens its files, from any byte on. Redirects are followed here rather than by
 * the HTTP client: the token goes to the hub's own origin only, and never from https to http.
 */
import { EnvHttpProxyAgent, request, type Dispatcher } from 'undici';

import { answered, redirectedBadly, refusal, unreachable, type Asked } from './hubErrors';
import type { HubSettings } from './hubSettings';
import { parseListing, type Listing, type RepositoryFile } from './listing';

const MAX_REDIRECTS = 5;
const MAX_LISTING_BYTES = 20e6;
/** A connection that says nothing for so long is taken for broken. */
const SILENCE_MS = 30_000;

/** Hosts that a token may reach without encryption: nobody listens in between. */
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

interface Answer {
  /** Where the last redirect led. */
  readonly from: URL;
  readonly response: Dispatcher.ResponseData;
}

export interface OpenFile {
  /** Where the body starts: 0 if the server cannot resume. */
  readonly start: number;
  readonly body: AsyncIterable<Uint8Array>;
}

export class HubClient {
  private readonly dispatcher: Dispatcher;

  constructor(
    private readonly settings: HubSettings,
    private readonly signal?: AbortSignal,
  ) {
    this.dispatcher = new EnvHttpProxyAgent({
      headersTimeout: SILENCE_MS,
      bodyTimeout: SILENCE_MS,
      ...settings.proxies,
    });
  }

  async list(id: string, revision: string): Promise<Listing> {
    const { endpoint } = this.settings;
    const url = `${endpoint}/api/models/${id}/revision/${encodeURIComponent(revision)}?blobs=true`;
    const answer = await this.get(url);
    await this.requireStatus(answer, [200], { id, revision });
    return parseListing(await readJson(answer), endpoint);
  }

  /** Opens a file of a commit from byte `offset` on. */
  async open(id: string, commit: string, file: RepositoryFile, offset: number): Promise<OpenFile> {
    const url = `${this.settings.endpoint}/${id}/resolve/${commit}/${encodeURIComponent(file.name)}`;
    const answer = await this.get(url, offset > 0 ? { range: `bytes=${offset}-` } : {});
    await this.requireStatus(answer, [200, 206], { id, revision: commit });
    const { statusCode, body } = answer.response;
    return { start: statusCode === 206 ? offset : 0, body };
  }

  async close(): Promise<void> {
    await this.dispatcher.destroy();
  }

  private async get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    let next = new URL(url);
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      const response = await this.ask(next, headers);
      const location = response.headers['location'];
      const isRedirect = response.statusCode >= 300 && response.statusCode <= 399 && typeof location === 'string';
      if (!isRedirect) return { from: next, response };
      await response.body.dump();
      next = redirectTarget(next, location);
    }
    throw redirectedBadly(new URL(url).host, `more than ${MAX_REDIRECTS} times`);
  }

  private async ask(url: URL, headers: Record<string, string>): Promise<Dispatcher.ResponseData> {
    try {
      return await request(url, {
        dispatcher: this.dispatcher,
        // Offsets count bytes of the file, not of a compressed form of it.
        headers: { 'user-agent': 'remask', 'accept-encoding': 'identity', ...this.authorization(url), ...headers },
        ...(this.signal && { signal: this.signal }),
      });
    } catch (error) {
      this.signal?.throwIfAborted();
      throw unreachable(url.host, error);
    }
  }

  private authorization(url: URL): Record<string, string> {
    const { token } = this.settings;
    const isSafe = url.protocol === 'https:' || LOOPBACK.has(url.hostname);
    return token !== undefined && isSafe && this.isHub(url) ? { authorization: `Bearer ${token}` } : {};
  }

  private isHub(url: URL): boolean {
    return url.origin === new URL(this.settings.endpoint).origin;
  }

  private async requireStatus(
    { from, response: { statusCode: status, headers, body } }: Answer,
    accepted: readonly number[],
    asked: Omit<Asked, 'hasToken'>,
  ): Promise<void> {
    if (accepted.includes(status)) return;
    await body.dump();
    // Only the hub itself knows of tokens and revisions; where it redirects to just fails.
    if (!this.isHub(from)) throw answered(status, from.host);
    const hasToken = this.settings.token !== undefined;
    throw refusal({ status, code: String(headers['x-error-code'] ?? '') }, { ...asked, hasToken });
  }
}

function redirectTarget(from: URL, location: string): URL {
  const target = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (target?.protocol === 'https:') return target;
  if (target?.protocol === 'http:' && from.protocol === 'http:') return target;
  throw redirectedBadly(from.host, target?.protocol === 'http:' ? 'from https to http' : `to ${location.slice(0, 100)}`);
}

/** `undefined` for what is not JSON. */
async function readJson({ from, response }: Answer): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > MAX_LISTING_BYTES) return undefined;
      chunks.push(chunk);
    }
  } catch (error) {
    throw unreachable(from.host, error);
  }
  return tryParse(Buffer.concat(chunks).toString());
}

function tryParse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
