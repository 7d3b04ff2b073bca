import { expect, test } from 'vitest';
import { proxyRoute } from '../../src/cli/proxy.ts';

const copper = 'https://api.copper.com/developer_api/v1';
const proxy = 'http://proxy.test:3128';

test.each<[string, Record<string, string>, string | undefined, string | undefined]>([
  ['nothing is set', {}, undefined, undefined],
  ['a proxy', { HTTPS_PROXY: proxy }, `${proxy}/`, 'HTTPS_PROXY'],
  ['small letters first', { https_proxy: proxy, HTTPS_PROXY: 'http://other' }, `${proxy}/`, 'https_proxy'],
  ['no scheme', { HTTPS_PROXY: 'proxy.test:3128' }, `${proxy}/`, 'HTTPS_PROXY'],
  ['who one is', { HTTPS_PROXY: 'http://me:pw@proxy.test' }, 'http://me:pw@proxy.test/', 'HTTPS_PROXY'],
  ['a secure one', { HTTPS_PROXY: 'https://proxy.test' }, 'https://proxy.test/', 'HTTPS_PROXY'],
  ['one of another kind', { HTTPS_PROXY: 'socks5://proxy.test' }, undefined, 'HTTPS_PROXY'],
  ['nonsense', { HTTPS_PROXY: 'http://' }, undefined, 'HTTPS_PROXY'],
  ['an empty one', { HTTPS_PROXY: ' ' }, undefined, undefined],
  ['one for http only', { HTTP_PROXY: proxy }, undefined, undefined],
])('%s', (_, env, url, variable) => {
  const way = proxyRoute(copper, env);
  expect([way.proxy?.href, way.variable]).toEqual([url, variable]);
});

test.each<[string, boolean]>([
  ['api.copper.com', true],
  ['API.COPPER.COM', true],
  ['copper.com', true],
  ['.copper.com', true],
  ['*.copper.com', true],
  ['*', true],
  ['localhost, api.copper.com', true],
  ['localhost api.copper.com', true],
  ['api.copper.com:443', true],
  ['api.copper.com:8443', false],
  ['opper.com', false],
  ['api.copper.com.test', false],
  ['localhost,127.0.0.1', false],
  [',', false],
])('NO_PROXY=%s', (list, excepted) => {
  const way = proxyRoute(copper, { HTTPS_PROXY: proxy, no_proxy: list });
  expect([way.proxy === undefined, way.variable]).toEqual([excepted, excepted ? 'no_proxy' : 'HTTPS_PROXY']);
});

test('what is not https is on this machine, and reached without a proxy', () => {
  const env = { HTTPS_PROXY: proxy, HTTP_PROXY: proxy };
  expect(proxyRoute('http://127.0.0.1:4000', env)).toEqual({ proxy: undefined, variable: undefined });
});
