import { expect, test } from 'vitest';
import type { NameReader } from '../../src/names/name-lists.ts';
import { createNameResolver } from '../../src/names/name-resolver.ts';
import type { JsonObject } from '../../src/tool/json.ts';
import type { OperationId } from '../../src/tool/operation.ts';
import type { RequestOptions } from '../../src/tool/request.ts';
import { ToolError } from '../../src/tool/tool-error.ts';

const pipelines: JsonObject[] = [
  {
    id: 10,
    name: 'Sales',
    stages: [
      { id: 1, name: 'Open' },
      { id: 2, name: 'Negotiation' },
    ],
  },
  { id: 20, name: 'Enterprise', stages: [{ id: 3, name: 'Negotiation' }] },
];
const definitions: JsonObject[] = [
  {
    id: 1,
    name: 'Region',
    data_type: 'Dropdown',
    available_on: ['opportunity'],
    options: [{ id: 5, name: 'EMEA' }, { id: 'x' }],
  },
  { id: 2, name: 'Tier', data_type: 'String', available_on: ['company', 'opportunity'], options: null },
  { id: 3, name: 'Odd', available_on: ['opportunity'] },
  { id: 4, name: 'ARR', data_type: 'Currency', available_on: ['lead'], currency: 'EUR' },
  { id: 5, name: 'Cost', data_type: 'Currency', available_on: ['lead'], currency: '' },
  { id: 4, name: 'None', data_type: 'String' },
];
const users: JsonObject[] = [{ id: 7, name: 'Dana Li', email: 'dana@acme.test' }];

type Lists = Partial<Record<OperationId, readonly JsonObject[][]>>;

/** A resolver over lists that change from reading to reading, and all that was asked and noted. */
function setup(lists: Lists = {}, tagNames?: readonly string[]) {
  const asked: [OperationId, number | undefined][] = [];
  const notes: string[] = [];
  const stop = new AbortController();
  const call: RequestOptions = { signal: stop.signal, priority: 'interactive' };
  const all: Lists = {
    listPipelines: [pipelines],
    listUsers: [users],
    listCustomFieldDefinitions: [definitions],
    ...lists,
  };
  const list = async (
    operation: OperationId,
    _: RequestOptions,
    maxAgeMs?: number,
  ): Promise<JsonObject[]> => {
    asked.push([operation, maxAgeMs]);
    const readings = all[operation] ?? [];
    const rows = readings[Math.min(asked.length, readings.length) - 1];
    if (rows === undefined) throw new ToolError('forbidden', 'no');
    return rows;
  };
  const ask: NameReader['ask'] = async ({ operation }, _, maxAgeMs) => {
    if (operation === 'getUser') return { data: { id: 42, name: 'Me Myself' } };
    if (operation !== 'listTags') return { data: [{ id: 99, name: `found by ${operation}` }] };
    asked.push(['listTags', maxAgeMs]);
    if (tagNames === undefined) throw new ToolError('forbidden', 'no');
    return { data: [...tagNames] };
  };
  const reader: NameReader = { ask, list, pageCap: () => 25 };
  return {
    names: createNameResolver({ reader, call, note: (text) => void notes.push(text) }),
    asked,
    notes,
    stop,
  };
}
const ids = (entries: readonly { id: number }[]) => entries.map(({ id }) => id);

test('an id of the list is that entry, and one that is not listed is taken with a note', async () => {
  const { names, asked, notes } = setup();
  expect(ids(await names.find('stage', ['2', ' 3 ']))).toEqual([2, 3]);
  expect(asked).toEqual([
    ['listPipelines', undefined],
    ['listPipelines', undefined],
  ]);
  expect(ids(await names.find('user', ['id 999', '(id 998)']))).toEqual([999, 998]);
  expect(ids(await names.find('user', ['user 999', 'Old Hand (user 997)']))).toEqual([999, 997]);
  expect(ids(await names.find('user', ['996']))).toEqual([996]);
  await expect(names.find('stage', ['12'])).rejects.toThrow(
    'There is no stage "12". Available: Open, Negotiation. list_pipelines lists all. If it is the id of one that is no longer listed, write "id 12".',
  );
  expect(ids(await names.find('stage', ['id 12']))).toEqual([12]);
  expect(notes).toEqual([
    'The account lists no user 999 (any more), by id or by name; it was searched as an id.',
    'The account lists no user 998 (any more), by id or by name; it was searched as an id.',
    'The account lists no user 999 (any more), by id or by name; it was searched as an id.',
    'The account lists no user 997 (any more), by id or by name; it was searched as an id.',
    'The account lists no user 996 (any more), by id or by name; it was searched as an id.',
    'The account lists no stage 12 (any more), by id or by name; it was searched as an id.',
  ]);
});

test('where the list cannot be read, a number is an id', async () => {
  const { names } = setup({ listLossReasons: [] });
  expect(ids(await names.find('loss_reason', ['12']))).toEqual([12]);
});

test('"me" is the owner of the key, for users only', async () => {
  const { names, asked } = setup();
  expect(ids(await names.find('user', [' ME ', 'dana']))).toEqual([42, 7]);
  await expect(names.find('pipeline', ['me'])).rejects.toMatchObject({ kind: 'unknown_name' });
  expect(asked[0]).toEqual(['listUsers', undefined]);
});

test('a stage in two pipelines means both and says so; within one it is that one', async () => {
  const { names, notes } = setup();
  expect(ids(await names.find('stage', ['Negotiation']))).toEqual([2, 3]);
  expect(notes).toEqual(['stage "Negotiation" exists in Sales and Enterprise; it stands for both.']);
  const pipelines = await names.find('pipeline', ['enterprise']);
  expect(ids(await names.find('stage', ['negotiation'], { pipelines }))).toEqual([3]);
  expect(notes).toHaveLength(1);
  await expect(names.find('stage', ['Open'], { pipelines })).rejects.toThrow('Available: Negotiation.');
});

test('a name that is not in the list causes it to be read again, once', async () => {
  const grown = [...users, { id: 8, name: 'New Hire' }];
  const { names, asked } = setup({ listUsers: [users, grown] });
  expect(ids(await names.find('user', ['new hire']))).toEqual([8]);
  expect(asked).toEqual([
    ['listUsers', undefined],
    ['listUsers', 30_000],
  ]);
});

test('a name that is in no list is an error with the tool that lists all', async () => {
  const { names, asked } = setup();
  await expect(names.find('user', ['Dana', 'Dena'])).rejects.toMatchObject({
    kind: 'unknown_name',
    message: 'There is no user "Dena". Available: Dana Li. list_users lists all.',
  });
  expect(asked).toHaveLength(4);
});

test('names of records are searched', async () => {
  const { names, asked } = setup();
  expect(await names.find('company', ['Acme'])).toEqual([
    { id: 99, key: '99', name: 'found by searchCompanies' },
  ]);
  expect(await names.labels('person', new Set(['99']))).toEqual(new Map([['99', 'found by searchPeople']]));
  expect(asked).toEqual([]);
});

test('labels of a list are all its names by key', async () => {
  const { names } = setup();
  expect(await names.labels('stage', new Set(['1']))).toEqual(
    new Map([
      ['1', 'Open'],
      ['2', 'Negotiation'],
      ['3', 'Negotiation'],
    ]),
  );
});

test('labels that cannot be read are missing, with one note; the call continues', async () => {
  const { names, notes } = setup({ listLossReasons: [] });
  expect(await names.labels('loss_reason', new Set(['1']))).toEqual(new Map());
  expect(notes).toEqual(['names of loss reason ids could not be read (forbidden); the ids are shown.']);
});

test('a call that was cancelled does not continue', async () => {
  const { names, stop } = setup({ listLossReasons: [] });
  stop.abort();
  await expect(names.labels('loss_reason', new Set(['1']))).rejects.toMatchObject({ kind: 'forbidden' });
});

test('all entries of a list; none of records, which are too many', async () => {
  const { names } = setup();
  expect(ids(await names.all('stage'))).toEqual([1, 2, 3]);
  expect(await names.all('company')).toEqual([]);
});

test('the custom fields of one kind of record, with their options', async () => {
  const { names } = setup();
  expect(await names.customFields('opportunity')).toEqual([
    { id: 1, name: 'Region', type: 'Dropdown', options: [{ id: 5, name: 'EMEA' }] },
    { id: 2, name: 'Tier', type: 'String', options: [] },
  ]);
  expect((await names.customFields('company')).map(({ name }) => name)).toEqual(['Tier']);
  expect(await names.customFields('task')).toEqual([]);
  expect(await names.customFields('lead')).toEqual([
    { id: 4, name: 'ARR', type: 'Currency', options: [], currency: 'EUR' },
    { id: 5, name: 'Cost', type: 'Currency', options: [] },
  ]);
});

test('tags as the account spells them', async () => {
  const { names, notes, asked } = setup({}, ['vip', 'Café', 'newsletter', '★']);
  expect(await names.tag('newsletter')).toEqual(['newsletter']);
  expect(await names.tag('★')).toEqual(['★']);
  expect(await names.tag('VIP')).toEqual(['vip']);
  expect(await names.tag('cafe')).toEqual(['Café']);
  expect(notes).toEqual(['"VIP" was read as tag "vip".', '"cafe" was read as tag "Café".']);
  expect(asked.every(([, maxAgeMs]) => maxAgeMs === undefined)).toBe(true);
});

test('an unknown tag is looked for once more in a new list, then the known ones are named', async () => {
  const { names, asked } = setup({}, ['vip', 'newsletter']);
  await expect(names.tag('newsleter')).rejects.toMatchObject({
    kind: 'unknown_name',
    message: 'There is no tag "newsleter". Available: vip, newsletter. list_tags lists all.',
  });
  expect(asked.map(([, maxAgeMs]) => maxAgeMs).slice(0, 2)).toEqual([undefined, 30_000]);
  await expect(names.tag('!')).rejects.toMatchObject({ kind: 'unknown_name' });
  expect(await names.matchTag('!vip')).toBeUndefined();
});

test('where the tags cannot be read, or are more than a list holds, the texts are taken as they are', async () => {
  expect(await setup().names.tag('VIP')).toEqual(['VIP']);
  expect(await setup().names.matchTag('VIP')).toBeUndefined();
  const many = Array.from({ length: 10_000 }, (_, at) => `tag ${at}`);
  expect(await setup({}, many).names.tag('VIP')).toEqual(['VIP']);
});
