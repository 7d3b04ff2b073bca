import { expect, test } from 'vitest';
import { proxyRoute, usableProxy } from '../../src/cli/proxy.ts';

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
  ['one for everything', { ALL_PROXY: proxy }, `${proxy}/`, 'ALL_PROXY'],
  ['one for everything, in small letters', { all_proxy: proxy }, `${proxy}/`, 'all_proxy'],
  ['one of its own first', { ALL_PROXY: 'http://other', HTTPS_PROXY: proxy }, `${proxy}/`, 'HTTPS_PROXY'],
  ['quotes', { HTTPS_PROXY: `"${proxy}"` }, `${proxy}/`, 'HTTPS_PROXY'],
  ['a placeholder', { HTTPS_PROXY: '${HTTPS_PROXY}' }, undefined, undefined],
  ['one for http only', { HTTP_PROXY: proxy }, undefined, undefined],
])('%s', (_, env, url, variable) => {
  const way = proxyRoute(copper, env);
  expect([way.proxy?.href, way.variable]).toEqual([url, variable]);
});

test.each([
  ...[
    'socks5://p.test',
    'socks5h://p.test',
    'socks4://p.test:1',
    'socks://p.test',
    'ftp://p.test',
    'pac+http://p.test',
  ],
  ...['http://', 'quic://p.test', 'ssh://p.test'],
])('%s is refused rather than gone around', (value) => {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy']) {
    expect(() => usableProxy(copper, { [name]: value })).toThrow(
      expect.objectContaining({
        name: 'ConfigError',
        message: expect.stringMatching(new RegExp(`^${name} is `)),
      }),
    );
    expect(usableProxy(copper, { [name]: value, NO_PROXY: 'api.copper.com' })).toBeUndefined();
    expect(usableProxy('http://127.0.0.1:4000', { [name]: value })).toBeUndefined();
  }
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
