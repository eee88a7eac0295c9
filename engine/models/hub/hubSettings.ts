/** Where the hub is and where its files may lie already, from the variables that Hugging Face's own tools read. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { EngineError } from '../../protocol/errors';
import { proxiesOf, type Proxies } from './proxies';

const HUB = 'https://huggingface.co';

/** What a caller may say instead of the environment. */
export interface HubChoices {
  readonly endpoint?: string;
  readonly token?: string;
  /** URL of a proxy; the environment's (HTTPS_PROXY, HTTP_PROXY, NO_PROXY) when absent. */
  readonly proxy?: string;
}

export interface HubSettings {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly token?: string;
  readonly proxies: Proxies;
  /** The cache that Hugging Face's tools share. */
  readonly cache: string;
}

export function hubSettings(choices: HubChoices = {}, env: NodeJS.ProcessEnv = process.env): HubSettings {
  const home = env['HF_HOME'] || join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'huggingface');
  const endpoint = checkEndpoint(choices.endpoint || env['HF_ENDPOINT'] || HUB);
  const token =
    checkToken(choices.token) ||
    checkToken(env['HF_TOKEN']) ||
    checkToken(savedToken(env['HF_TOKEN_PATH'] || join(home, 'token')));
  return {
    endpoint,
    cache: env['HF_HUB_CACHE'] || env['HUGGINGFACE_HUB_CACHE'] || join(home, 'hub'),
    ...(token && { token }),
    proxies: proxiesOf(choices.proxy, env),
  };
}

/** Where `hf auth login` puts it. Most repositories need none, so one that cannot be read is none. */
function savedToken(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Without the line break that a file of variables leaves behind it. */
function checkToken(text = ''): string {
  const token = text.trim();
  if (/^[\x21-\x7e]*$/.test(token)) return token;
  const remedy = 'set it again (HF_TOKEN, or Remask: Set Hugging Face Token)';
  throw new EngineError('access', `The Hugging Face token holds characters that no token has: ${remedy}.`);
}

function checkEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return text.replace(/\/+$/, '');
  throw new EngineError('input', `The hub's endpoint must be an http or https URL, not ${text}.`);
}
