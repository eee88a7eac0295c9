/** The proxies on the way to the hub, as the HTTP client takes them. */
import { EngineError } from '../../protocol/errors';

export interface Proxies {
  readonly httpProxy?: string;
  readonly httpsProxy?: string;
}

const PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:', 'socks:', 'socks5:']);

/** `chosen` for all of it; else what the environment names. Throws EngineError `input` for what is no URL of a proxy. */
export function proxiesOf(chosen: string | undefined, env: NodeJS.ProcessEnv): Proxies {
  const named = (...names: readonly string[]): string | undefined => {
    const name = names.find((each) => env[each] !== undefined) ?? '';
    return chosen ? proxyUrl(chosen, 'The proxy') : env[name] && proxyUrl(env[name], name);
  };
  const httpProxy = named('http_proxy', 'HTTP_PROXY');
  const httpsProxy = named('https_proxy', 'HTTPS_PROXY');
  return { ...(httpProxy && { httpProxy }), ...(httpsProxy && { httpsProxy }) };
}

/** Other programs take `host:port`, too. What is refused is not shown: it may hold a password. */
function proxyUrl(text: string, name: string): string {
  const url = text.includes('://') ? text : `http://${text}`;
  if (URL.canParse(url) && PROTOCOLS.has(new URL(url).protocol)) return url;
  throw new EngineError('input', `${name} is not the address of a proxy: write it as http://HOST:PORT.`);
}
