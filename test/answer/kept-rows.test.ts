import { describe, expect, test } from 'vitest';
import { openTestClient } from '../tools/test-client.ts';

type Input = Record<string, unknown>;

const seats: Input = {
  filters: [{ name: 'Interests', value: 'any' }],
  owner: 'me',
  fields: ['id'],
  limit: 25,
};
const kept = /^note: The rows are as of \d\d:\d\d:\d\d; read again after \d\d:\d\d:\d\d\.$/m;

const paths: readonly (readonly [string, Input])[] = [
  ['search_people', seats],
  ['search_people', { city: '!Boston', owner: 'Jane Park', fields: ['id'], limit: 25 }],
  ['search_people', { filters: [{ name: 'phone', value: 'any' }], fields: ['id'], limit: 25 }],
  ['search_people', { sort: 'type', owner: 'me', fields: ['id'], limit: 10 }],
  ['search_companies', { name: '!Acme', fields: ['id'], limit: 25 }],
  ['search_tasks', { owner: '!Jane Park', fields: ['id'], limit: 25 }],
];

async function open(env: Record<string, string> = {}) {
  const client = await openTestClient({ env });
  const ask = async (tool: string, input: Input) => {
    const begun = client.log.length;
    const { text, isError } = await client.call(tool, input);
    if (isError) throw new Error(text);
    const searches = client.log.slice(begun).filter(({ path }) => path.endsWith('/search'));
    return { text, requests: searches.filter(({ path }) => !path.startsWith('/users')).length };
  };
  return { ...client, ask };
}

describe('a condition that Copper cannot check is read once for all pages of its rows', async () => {
  const client = await open();

  test.each(paths)('%s %j', async (tool, input) => {
    await client.pass(600_000);
    const first = await client.ask(tool, input);
    expect(first.requests).toBeGreaterThan(0);
    expect(first.text).not.toMatch(kept);
    const size = Number(input.limit);
    for (const offset of [size, 2 * size]) {
      const next = await client.ask(tool, { ...input, offset });
      expect(next.requests).toBe(0);
      expect(next.text).toMatch(kept);
    }
  });

  test('the pages have each row once', async () => {
    const fresh = await open({ COPPER_REUSE_SECONDS: '0' });
    const [tool, input] = paths[0] ?? ['', {}];
    expect(await client.ids(tool, input)).toEqual(await fresh.ids(tool, input));
  });

  test('the first rows always come from Copper', async () => {
    await client.ask('search_people', seats);
    const again = await client.ask('search_people', seats);
    expect(again.requests).toBeGreaterThan(0);
    expect(again.text).not.toMatch(kept);
  });

  test('what is older than two minutes is read again', async () => {
    await client.ask('search_people', seats);
    await client.pass(121_000);
    const next = await client.ask('search_people', { ...seats, offset: 25 });
    expect(next.requests).toBeGreaterThan(0);
    expect(next.text).not.toMatch(kept);
  });

  test('another question is not answered from them', async () => {
    await client.ask('search_people', seats);
    expect(
      (await client.ask('search_people', { ...seats, city: '!Boston', tags: 'vip', offset: 1 })).requests,
    ).toBeGreaterThan(0);
  });
});

test('of more rows than are read, the first ones serve the next page, and never a narrower question', async () => {
  const { ask } = await open();
  const many: Input = { filters: [{ name: 'phone', value: 'any' }], fields: ['id'], limit: 25 };
  const gap = /only 1000 of \d+ rows were read and filtered here/;
  expect((await ask('search_people', many)).text).toMatch(gap);
  const next = await ask('search_people', { ...many, offset: 25 });
  expect(next.requests).toBe(0);
  expect(next.text).toMatch(gap);
  const narrower = await ask('search_people', { ...many, owner: 'Jane Park', offset: 25 });
  expect(narrower.requests).toBeGreaterThan(0);
  expect(narrower.text).not.toMatch(gap);
});

test('COPPER_REUSE_SECONDS=0 reads each page anew', async () => {
  const { ask } = await open({ COPPER_REUSE_SECONDS: '0' });
  const { requests } = await ask('search_people', seats);
  const next = await ask('search_people', { ...seats, offset: 25 });
  expect(next.requests).toBe(requests);
  expect(next.text).not.toMatch(kept);
});

test('rows that moved while they were read are not kept', async () => {
  const client = await openTestClient({ sandbox: { churn: { kind: 'remove', rows: 3 } } });
  await client.call('search_people', seats);
  const begun = client.log.length;
  const { text } = await client.call('search_people', { ...seats, offset: 25 });
  expect(client.log.length).toBeGreaterThan(begun);
  expect(text).not.toMatch(kept);
});
