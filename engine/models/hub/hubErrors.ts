/** What can go wrong with the hub, each as one line that says what to do next. */
import { EngineError } from '../../protocol/errors';

export interface Refusal {
  readonly status: number;
  /** The hub's header X-Error-Code: `GatedRepo`, `RepoNotFound`, `RevisionNotFound`, `EntryNotFound`. */
  readonly code: string;
}

export interface Asked {
  readonly id: string;
  readonly revision: string;
  readonly hasToken: boolean;
}

/** The hub answers 401 for a repository that does not exist, too, unless the caller is known to it. */
export function refusal({ status, code }: Refusal, { id, revision, hasToken }: Asked): EngineError {
  const page = `https://huggingface.co/${id}`;
  if (status === 401 || status === 403) {
    if (code === 'GatedRepo' && hasToken) {
      return new EngineError('access', `${id} is gated and your token has no access yet: accept its terms on ${page}, then try again.`);
    }
    const rest = code === 'GatedRepo' ? 'is gated: accept its terms on' : 'does not exist or needs a token: look at';
    const token = hasToken ? 'check your token' : 'set a token (HF_TOKEN, or Remask: Set Hugging Face Token)';
    return new EngineError('access', `${id} ${rest} ${page}, then ${token} and try again.`);
  }
  if (code === 'RevisionNotFound') {
    return new EngineError('input', `${id} has no revision ${revision}: leave it out for the main branch, or look at ${page}/commits.`);
  }
  if (status === 404) return new EngineError('input', `There is no repository ${id} on the hub: check the name at ${page}.`);
  if (status === 429) return new EngineError('network', 'The hub asks for a pause (too many requests): try again in a few minutes.');
  return answered(status, `The hub, asked for ${id},`);
}

/** Any other status; `who` is a host or the beginning of the sentence. */
export function answered(status: number, who: string): EngineError {
  return new EngineError('network', `${who} answered ${status}: try again later; what has been downloaded is kept.`);
}

export function unreachable(host: string, error: unknown): EngineError {
  const code = codeOf(error);
  return new EngineError(
    'network',
    `${host} cannot be reached (${code}): check the connection and the proxy (HTTPS_PROXY), then try again.`,
  );
}

export function cutOff(file: string, received: number, size: number): EngineError {
  const percent = Math.floor((100 * received) / Math.max(1, size));
  return new EngineError(
    'network',
    `The connection broke several times at ${percent} % of ${file}: import again to go on from there.`,
  );
}

export function damaged(file: string): EngineError {
  return new EngineError(
    'network',
    `${file} arrived damaged: its hash is not the one that the hub lists. It was deleted; import again to fetch it anew.`,
  );
}

export function redirectedBadly(host: string, why: string): EngineError {
  return new EngineError('network', `${host} redirects ${why}, which Remask does not follow. Check the endpoint and the proxy.`);
}

/** The system's or the HTTP client's name of a failure, `ECONNREFUSED` for instance. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined) return code;
  return error.cause === undefined ? error.name : codeOf(error.cause);
}
