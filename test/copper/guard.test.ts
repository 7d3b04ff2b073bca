import { expect, test, vi } from 'vitest';
import { guard } from '../../src/copper/guard.ts';

const base = 'https://api.copper.test/developer_api/v1';

test.each([
  ['GET', `${base}/users/me`],
  ['POST', `${base}/people/search?custom_field_computed_values=true`],
])('%s %s gets out', async (method, url) => {
  const answer = new Response('[]');
  const send = vi.fn(async () => answer);
  expect(await guard(send, base)(new Request(url, { method }))).toBe(answer);
  expect(send).toHaveBeenCalledOnce();
});

test.each([
  ['POST', `${base}/people`],
  ['PUT', `${base}/people/1`],
  ['DELETE', `${base}/opportunities/1`],
  ['POST', `${base}/opportunities/1`],
  ['GET', `${base}/users/1/../../people/1`],
  ['GET', 'http://api.copper.test/developer_api/v1/users/me'],
  ['GET', 'https://api.copper.test:444/developer_api/v1/users/me'],
  ['GET', 'https://api.copper.test.evil.test/developer_api/v1/users/me'],
  ['GET', 'https://api.copper.test/developer_api/v2/users/me'],
  ['GET', 'https://api.copper.test/users/me'],
  ['GET', 'https://api.copper.test/developer_api/v1users/me'],
])('%s %s stays in', async (method, url) => {
  const send = vi.fn();
  await expect(guard(send, base)(new Request(url, { method }))).rejects.toThrow('refused');
  expect(send).not.toHaveBeenCalled();
});

test('the base may end in a slash or be a bare origin', async () => {
  const send = async () => new Response('[]');
  await guard(send, `${base}/`)(new Request(`${base}/pipelines`));
  await guard(send, 'http://127.0.0.1:4010')(new Request('http://127.0.0.1:4010/pipelines'));
});

test('the refusal tells nothing of the query', async () => {
  const refused = guard(vi.fn(), base)(new Request(`${base}/secrets?key=abc`));
  await expect(refused).rejects.not.toThrow('abc');
});
