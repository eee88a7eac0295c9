import { expect, it } from 'vitest';
import { proxiesOf } from '../../../../engine/models/hub/proxies';

it('takes what is chosen before what the environment names, and small letters before capitals', () => {
  const env = { http_proxy: 'http://a', HTTP_PROXY: 'http://b', HTTPS_PROXY: 'c:3128' };
  expect(proxiesOf(undefined, env)).toEqual({ httpProxy: 'http://a', httpsProxy: 'http://c:3128' });
  expect(proxiesOf('d', env)).toEqual({ httpProxy: 'http://d', httpsProxy: 'http://d' });
  expect(proxiesOf(undefined, { HTTP_PROXY: '' })).toEqual({});
});

it.each(['http://', 'ftp://user:secret@proxy', 'a b'])('refuses %j, and does not show it', (https_proxy) => {
  expect(() => proxiesOf(undefined, { https_proxy })).toThrow(
    /^https_proxy is not the address of a proxy: write it as http:\/\/HOST:PORT.$/,
  );
});
