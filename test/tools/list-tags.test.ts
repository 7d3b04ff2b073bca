import { expect, test } from 'vitest';
import { column } from './shown.ts';
import { openTestClient } from './test-client.ts';

const client = await openTestClient();

test('which tags do we use most?', async () => {
  const { requests, text } = await client.call('list_tags', { sort: 'count', limit: 5 });
  expect({ requests, text }).toMatchSnapshot();
});

test('counts the records that have a tag', async () => {
  const table = await client.table('list_tags', { name: 'vip' });
  const people = client.world.people.filter(({ tags }) => tags.includes('vip')).length;
  expect(column(table, 'people')).toEqual([String(people)]);
});

test('names only, continued after a tag', async () => {
  const { requests, text } = await client.call('list_tags', { names_only: true, after: 'upsell' });
  expect(requests).toEqual(['GET /tags?tag_names_only=true&last_tag_value=upsell']);
  expect(text.split('\n').slice(0, 5)).toEqual(['tags 1-3 of 3', 'name', 'vip', 'webinar', '東京']);
});

test('part of a name', async () => {
  expect(column(await client.table('list_tags', { name: 'TIER' }), 'name')).toEqual([
    'tier-1',
    'tier-2',
    'tier-3',
  ]);
});

test('pages and counts', async () => {
  expect((await client.table('list_tags', { limit: 10, offset: 10 })).head).toBe(
    'tags 11-20 of 43, next: offset=20',
  );
  expect((await client.call('list_tags', { limit: 0 })).text).toBe('tags: 43 match (limit=0: counted only)');
});

test('refuses another order', async () => {
  expect(await client.error('list_tags', { sort: 'size' })).toBe(
    'invalid_input: sort cannot be "size"; allowed: name, count.',
  );
});
