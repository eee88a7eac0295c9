/** Where the hub is and where its files may lie already, from the variables that Hugging Face's own tools read. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { EngineError } from '../../protocol/errors';

const HUB = 'https://huggingface.co';

/** What a caller may say instead of the environment. */
export interface HubChoices {
  readonly endpoint?: string;
  readonly token?: string;
  /** URL of a proxy; the environment's (HTTPS_PROXY, HTTP_PROXY, NO_PROXY) when absent. */
  readonly proxy?: string;
}

export interface HubSettings extends HubChoices {
  /** Without a slash at its end. */
  readonly endpoint: string;
  /** The cache that Hugging Face's tools share. */
  readonly cache: string;
}

export function hubSettings(choices: HubChoices = {}, env: NodeJS.ProcessEnv = process.env): HubSettings {
  const home = env['HF_HOME'] || join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'huggingface');
  const endpoint = checkEndpoint(choices.endpoint || env['HF_ENDPOINT'] || HUB);
  const token = choices.token || env['HF_TOKEN'] || savedToken(env['HF_TOKEN_PATH'] || join(home, 'token'));
  return {
    endpoint,
    cache: env['HF_HUB_CACHE'] || env['HUGGINGFACE_HUB_CACHE'] || join(home, 'hub'),
    ...(token && { token }),
    ...(choices.proxy && { proxy: choices.proxy }),
  };
}

/** Where `hf auth login` puts it. */
function savedToken(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
}

function checkEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return text.replace(/\/+$/, '');
  throw new EngineError('input', `The hub's endpoint must be an http or https URL, not ${text}.`);
}
