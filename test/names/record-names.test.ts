import { expect, test } from 'vitest';
import type { NameContext, NameReader, RecordNameKind } from '../../src/names/name-lists.ts';
import { matchRecords, recordLabels, unknownRecord } from '../../src/names/record-names.ts';
import type { JsonObject } from '../../src/tool/json.ts';
import type { CopperRequest, RequestOptions } from '../../src/tool/request.ts';

const call: RequestOptions = { signal: new AbortController().signal, priority: 'interactive' };

/** What names are resolved with, over this `ask`. */
function contextOf(ask: NameReader['ask'], cap: number, notes: string[] = []): NameContext {
  const reader = { ask, list: async () => [], pageCap: () => cap };
  return { reader, call, note: (text) => void notes.push(text) };
}

/** An account that answers every search with these rows. */
function account(rows: JsonObject[], { total, cap = 25 }: { total?: number; cap?: number } = {}) {
  const asked: CopperRequest[] = [];
  const notes: string[] = [];
  const ask: NameReader['ask'] = async (request) => {
    asked.push(request);
    const { ids } = request.body ?? {};
    const data = Array.isArray(ids) ? rows.filter(({ id }) => ids.includes(id ?? null)) : rows;
    return { data, ...(total === undefined ? {} : { total }) };
  };
  return { asked, notes, context: contextOf(ask, cap, notes) };
}
/** The records of a text that has to be one. */
async function findRecords(kind: RecordNameKind, text: string, context: NameContext) {
  const found = await matchRecords(kind, text, context);
  if (found === undefined) throw unknownRecord(kind, text);
  return found;
}
const named = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: at + 1, name: `Acme ${at + 1}` }));

test('part of a name is searched, and the whole name wins', async () => {
  const { context, asked, notes } = account([
    { id: 1, name: 'Acme Robotics' },
    { id: 2, name: 'ACME' },
  ]);
  expect(await findRecords('company', 'acme', context)).toEqual([{ id: 2, key: '2', name: 'ACME' }]);
  expect(notes).toEqual([]);
  expect(asked).toEqual([
    {
      operation: 'searchCompanies',
      body: {
        name: { value: 'acme', special_value: [{ type: 'partial' }] },
        fields: ['id', 'name'],
        page_number: 1,
        page_size: 25,
      },
    },
  ]);
});

test('leads are searched by their whole name, converted ones too', async () => {
  const { context, asked } = account([{ id: 1, name: 'Jane Doe' }]);
  expect(await findRecords('lead', 'Jane Doe', context)).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    operation: 'searchLeads',
    body: { name: 'Jane Doe', include_converted_leads: true },
  });
});

test('several equal names are all included, with a note; other spellings are named', async () => {
  const { context, notes } = account([
    { id: 1, name: 'Acme' },
    { id: 2, name: 'acme' },
    { id: 3, name: 'Acme 2' },
    { id: 4, name: 'Acme' },
  ]);
  expect(await findRecords('company', 'Acme', context)).toHaveLength(2);
  expect(notes).toEqual([
    'Only the exact spelling "Acme" was taken; spelled differently and not included: acme (company 2).',
    '"Acme" stands for 2 companies: Acme (company 1), Acme (company 4).',
  ]);
});

test('one that only begins so is taken, with a note', async () => {
  const { context, notes } = account([{ id: 1, name: 'Acme Robotics' }]);
  expect(await findRecords('company', 'acme', context)).toHaveLength(1);
  expect(notes).toEqual(['"acme" was read as company "Acme Robotics".']);
});

test('a few are all included, with a note', async () => {
  const { context, notes } = account(named(7));
  expect(await findRecords('person', 'acme', context)).toHaveLength(7);
  expect(notes).toEqual([
    '"acme" stands for 7 people: Acme 1 (person 1), Acme 2 (person 2), Acme 3 (person 3), Acme 4 (person 4), Acme 5 (person 5) ….',
  ]);
});

test('the one with exactly this name is found on any page', async () => {
  const asked: CopperRequest[] = [];
  const ask: NameReader['ask'] = async (request) => {
    asked.push(request);
    const exact = typeof request.body?.name === 'string';
    return exact ? { data: [{ id: 99, name: 'Acme' }], total: 1 } : { data: named(25), total: 240 };
  };
  const found = await findRecords('company', 'Acme', contextOf(ask, 25));
  expect(found).toEqual([{ id: 99, key: '99', name: 'Acme' }]);
  expect(asked.map(({ body }) => body?.name)).toEqual([
    { value: 'Acme', special_value: [{ type: 'partial' }] },
    'Acme',
  ]);
});

test('too many are a question to the agent', async () => {
  const { context } = account(named(25), { total: 240 });
  await expect(findRecords('opportunity', 'acme', context)).rejects.toMatchObject({
    kind: 'unknown_name',
    message:
      '"acme" matches 240 opportunities: Acme 1 (opportunity 1); Acme 2 (opportunity 2); Acme 3 (opportunity 3); Acme 4 (opportunity 4); Acme 5 (opportunity 5) …. Give a longer name, or ids.',
  });
});

test('none is an error with the tool that finds by other criteria', async () => {
  const { context } = account([]);
  await expect(findRecords('person', 'Nobody', context)).rejects.toMatchObject({
    kind: 'unknown_name',
    message: 'No person is called "Nobody". search_people finds people by other criteria.',
  });
});

test.each<[string, JsonObject[], string]>([
  [
    'the only one that is like it, without others that share a word',
    [
      { id: 1, name: 'Stark Paper' },
      { id: 2, name: 'Stark Labs' },
    ],
    ' Nearest: Stark Paper (company 1).',
  ],
  [
    'all that are like it, the nearest first',
    [
      { id: 1, name: 'Stark Papers' },
      { id: 2, name: 'Stark Paper' },
    ],
    ' Nearest: Stark Paper (company 2); Stark Papers (company 1).',
  ],
  [
    'those that share a word, where none is like it',
    [
      { id: 1, name: 'Acme' },
      { id: 2, name: 'Stark Labs' },
    ],
    ' Nearest: Stark Labs (company 2).',
  ],
  ['none, where none shares a word', [{ id: 1, name: 'Acme' }], ''],
])('a name that none has is an error that offers %s', async (_, rows, nearest) => {
  const ask: NameReader['ask'] = async ({ body }) => {
    const whole = JSON.stringify(body).includes('Stark Papir');
    return { data: whole ? [] : rows, total: whole ? 0 : rows.length };
  };
  await expect(findRecords('company', 'Stark Papir', contextOf(ask, 25))).rejects.toMatchObject({
    kind: 'unknown_name',
    message: `No company is called "Stark Papir".${nearest} search_companies finds companies by other criteria.`,
  });
});

test('labels come by as few searches as the page cap allows, four at most', async () => {
  const { context, asked } = account(named(300));
  const keys = new Set(Array.from({ length: 130 }, (_, at) => String(at + 1)));
  const labels = await recordLabels('company', keys, context);
  expect(asked.map(({ body }) => body?.page_size)).toEqual([25, 25, 25, 25]);
  expect(asked[1]?.body).toMatchObject({ fields: ['id', 'name'], page_number: 1 });
  expect([labels.size, labels.get('100'), labels.get('101')]).toEqual([100, 'Acme 100', undefined]);
});

test('what is deleted, nameless or not an id is missing', async () => {
  const { context, asked } = account([
    { id: 1, name: 'Acme' },
    { id: 2, name: null },
  ]);
  expect(await recordLabels('company', new Set(['1', '2', '3', 'x', '1e400']), context)).toEqual(
    new Map([['1', 'Acme']]),
  );
  expect(asked[0]?.body).toMatchObject({ ids: [1, 2, 3], page_size: 3 });
});

test('up to ten records that a text matches are all included; of eleven the agent has to choose', async () => {
  const found = (count: number) =>
    findRecords('company', 'acme', account(named(count), { cap: 200 }).context);
  expect(await found(10)).toHaveLength(10);
  await expect(found(11)).rejects.toMatchObject({ kind: 'unknown_name' });
});

/** Companies of which some are called as an id is given. */
const numbered = [
  { id: 1, name: 'Company 5' },
  { id: 7, name: 'Company 7' },
  { id: 8, name: 'Company 9' },
  { id: 9, name: 'Nine' },
];

test.each<[string, readonly number[]]>([
  ['Company 5', [1]],
  ['company 5', [1]],
  ['COMPANY 5', [1]],
  ['=Company 5', [1]],
  ['Company 7', [7]],
  ['company 1', [1]],
  ['company 6', [6]],
  ['id 5', [5]],
  ['Acme (company 5)', [5]],
  ['company #5', [5]],
  ['=company 9', [8]],
])('%s is a name where a company is called so, else an id', async (text, ids) => {
  const { context } = account(numbered);
  expect((await findRecords('company', text, context)).map(({ id }) => id)).toEqual(ids);
});

test('what is the name of one and the id of another is a question', async () => {
  const { context } = account(numbered);
  await expect(findRecords('company', 'company 9', context)).rejects.toThrow(
    '"company 9" is both a name, Company 9 (company 8), and an id, Nine (company 9). Write "=company 9" for the name, or "copper://companies/9" for the id.',
  );
});
