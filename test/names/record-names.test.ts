import { expect, test } from 'vitest';
import type { AskCopper } from '../../src/copper/ask.ts';
import { createRecordNames } from '../../src/names/record-names.ts';
import type { JsonObject } from '../../src/tool/json.ts';
import type { CopperRequest, RequestOptions } from '../../src/tool/request.ts';

const call: RequestOptions = { signal: new AbortController().signal, lane: 'call' };

/** Names over an account that answers every search with these rows. */
function account(rows: JsonObject[], { total, cap = 25 }: { total?: number; cap?: number } = {}) {
  const asked: CopperRequest[] = [];
  const notes: string[] = [];
  const ask: AskCopper = async (request) => {
    asked.push(request);
    const { ids } = request.body ?? {};
    const data = Array.isArray(ids) ? rows.filter(({ id }) => ids.includes(id ?? null)) : rows;
    return { data, ...(total === undefined ? {} : { total }) };
  };
  const records = createRecordNames(ask, () => cap);
  return { asked, notes, records, note: (text: string) => void notes.push(text) };
}
const named = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: at + 1, name: `Acme ${at + 1}` }));

test('part of a name is searched, and the whole name wins', async () => {
  const { records, note, asked, notes } = account([
    { id: 1, name: 'Acme Robotics' },
    { id: 2, name: 'ACME' },
  ]);
  expect(await records.find('company', 'acme', call, note)).toEqual([{ id: 2, key: '2', name: 'ACME' }]);
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
  const { records, note, asked } = account([{ id: 1, name: 'Jane Doe' }]);
  expect(await records.find('lead', 'Jane Doe', call, note)).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    operation: 'searchLeads',
    body: { name: 'Jane Doe', include_converted_leads: true },
  });
});

test('several whole names are all meant, and that is said', async () => {
  const { records, note, notes } = account([
    { id: 1, name: 'Acme' },
    { id: 2, name: 'acme' },
    { id: 3, name: 'Acme 2' },
  ]);
  expect(await records.find('company', 'Acme', call, note)).toHaveLength(2);
  expect(notes).toEqual(['"Acme" fits 2 companies, all meant: Acme (1), acme (2).']);
});

test('one that only begins so is taken, and that is said', async () => {
  const { records, note, notes } = account([{ id: 1, name: 'Acme Robotics' }]);
  expect(await records.find('company', 'acme', call, note)).toHaveLength(1);
  expect(notes).toEqual(['"acme" was read as company "Acme Robotics".']);
});

test('a few are all meant, and that is said', async () => {
  const { records, note, notes } = account(named(7));
  expect(await records.find('person', 'acme', call, note)).toHaveLength(7);
  expect(notes).toEqual([
    '"acme" fits 7 people, all meant: Acme 1 (1), Acme 2 (2), Acme 3 (3), Acme 4 (4), Acme 5 (5) ….',
  ]);
});

test('the one that is called exactly so is found on any page', async () => {
  const asked: CopperRequest[] = [];
  const ask: AskCopper = async (request) => {
    asked.push(request);
    const exact = typeof request.body?.name === 'string';
    return exact ? { data: [{ id: 99, name: 'Acme' }], total: 1 } : { data: named(25), total: 240 };
  };
  const found = await createRecordNames(ask, () => 25).find('company', 'Acme', call, () => undefined);
  expect(found).toEqual([{ id: 99, key: '99', name: 'Acme' }]);
  expect(asked.map(({ body }) => body?.name)).toEqual([
    { value: 'Acme', special_value: [{ type: 'partial' }] },
    'Acme',
  ]);
});

test('too many are a question to the agent', async () => {
  const { records, note } = account(named(25), { total: 240 });
  await expect(records.find('opportunity', 'acme', call, note)).rejects.toMatchObject({
    kind: 'unknown_name',
    message:
      '"acme" fits 240 opportunities: Acme 1 (1), Acme 2 (2), Acme 3 (3), Acme 4 (4), Acme 5 (5) … Say more of the name, or give ids.',
  });
});

test('none is an error with the tool that finds by other words', async () => {
  const { records, note } = account([]);
  await expect(records.find('person', 'Nobody', call, note)).rejects.toMatchObject({
    kind: 'unknown_name',
    message: 'No person is called "Nobody". search_people finds people by other words.',
  });
});

test('labels come by as few searches as the page cap allows, four at most', async () => {
  const { records, asked } = account(named(300));
  const keys = new Set(Array.from({ length: 130 }, (_, at) => String(at + 1)));
  const labels = await records.labels('company', keys, call);
  expect(asked.map(({ body }) => body?.page_size)).toEqual([25, 25, 25, 25]);
  expect(asked[1]?.body).toMatchObject({ fields: ['id', 'name'], page_number: 1 });
  expect([labels.size, labels.get('100'), labels.get('101')]).toEqual([100, 'Acme 100', undefined]);
});

test('what is gone, nameless or no id is missing', async () => {
  const { records, asked } = account([
    { id: 1, name: 'Acme' },
    { id: 2, name: null },
  ]);
  expect(await records.labels('company', new Set(['1', '2', '3', 'x', '1e400']), call)).toEqual(
    new Map([['1', 'Acme']]),
  );
  expect(asked[0]?.body).toMatchObject({ ids: [1, 2, 3], page_size: 3 });
});
