import { expect, test } from 'vitest';
import { isObject, type JsonObject, type JsonValue } from '../../src/tool/json.ts';
import { deal, deals, onReplies } from './given-replies.ts';

const searches: readonly [string, string][] = [
  ['search_opportunities', '/opportunities/search'],
  ['search_leads', '/leads/search'],
  ['search_people', '/people/search'],
  ['search_companies', '/companies/search'],
  ['search_tasks', '/tasks/search'],
  ['search_activities', '/activities/search'],
];
const unknown: readonly JsonValue[] = [
  {},
  { page_number: 1 },
  { message: 'maintenance' },
  { items: [deal(1)] },
  deal(1),
  null,
];

/** What an answer says itself is quoted. */
const saidIn = (json: JsonValue) =>
  isObject(json) && json.message !== undefined ? `; it says "${json.message}"` : '';

test.each(searches.flatMap(([tool, path]) => unknown.map((json) => [tool, path, json] as const)))(
  '%s, where %s answers %j: that is no answer, and counts as nothing',
  async (tool, path, json) => {
    const { call } = await onReplies({ [path]: { json } });
    const { text, isError } = await call(tool);
    expect({ text, isError }).toEqual({
      text: `unavailable: Copper's answer has an unexpected format${saidIn(json)}. Try again later.`,
      isError: true,
    });
    if (tool === 'search_activities') return;
    const what = tool.replace('search_', '');
    expect(await call('summarize', { what, by: 'owner' })).toMatchObject({ isError: true });
  },
);

test.each(searches)('%s: an envelope that counts none has none', async (tool, path) => {
  const { call } = await onReplies({ [path]: { json: { total: 0, data: null } } });
  expect((await call(tool)).text).toMatch(/^\w+: none match/);
});

test.each([
  ['list_pipelines', {}, '/pipelines'],
  ['list_lead_statuses', {}, '/lead_statuses'],
  ['list_customer_sources', {}, '/customer_sources'],
  ['list_loss_reasons', {}, '/loss_reasons'],
  ['list_contact_types', {}, '/contact_types'],
  ['list_activity_types', {}, '/activity_types'],
  ['list_custom_field_definitions', {}, '/custom_field_definitions'],
  ['list_tags', {}, '/tags'],
  ['list_users', {}, '/users/search'],
  ['get_related_items', { type: 'lead', id: 5 }, '/leads/5/related'],
])('%s: an object without rows is no list, entries of nothing are none', async (tool, input, path) => {
  const strange = await onReplies({ [path]: { json: {} } });
  expect((await strange.call(tool, input)).text).toMatch(/^unavailable: .* unexpected format/);
  const item: JsonObject = { id: 7, name: 'Seven', type: 'person' };
  const holes = await onReplies({ [path]: { json: [null, item, {}] } });
  const [head, ...lines] = await holes.lines(tool, input);
  expect(head).toMatch(/ 1-1 of (?:1|an unknown .*)$/);
  expect(lines).toContain('note: Copper also sent 2 empty entries, which are left out.');
});

test.each<[string, Record<string, unknown>, string]>([
  ['get_user', { id: '5' }, '/users/5'],
  ['get_opportunity', { id: 5 }, '/opportunities/5'],
  ['get_person_by_email', { email: 'a@x.example' }, '/people/fetch_by_email'],
])('%s: without a record, not found', async (tool, input, path) => {
  for (const json of [{}, [], null, [null], { name: 'nobody' }, { id: null, name: 'nobody' }]) {
    const { call } = await onReplies({ [path]: { json } });
    expect((await call(tool, input)).text).toBe(
      'not_found: Copper returned no record; check the id or the e-mail address.',
    );
  }
  const { call } = await onReplies({
    [path]: {
      json: [
        { id: 5, name: 'One' },
        { id: 6, name: 'Two' },
      ],
    },
  });
  expect((await call(tool, input)).text).toMatch(/^unavailable/);
});

test.each<[string, readonly JsonValue[], number, string]>([
  ['one null', [deal(1), null, deal(3)], 2, '1 empty entry, which is'],
  ['null first', [null, deal(1)], 1, '1 empty entry, which is'],
  ['null last', [deal(1), deal(2), null], 2, '1 empty entry, which is'],
  ['several nulls', [null, deal(1), null, null], 1, '3 empty entries, which are'],
  ['nothing in an object', [deal(1), {}], 1, '1 empty entry, which is'],
  ['empty text', ['', deal(1)], 1, '1 empty entry, which is'],
  ['a row twice', [deal(1), deal(1)], 1, '1 repeated row, which is'],
  ['a row three times', [deal(1), deal(2), deal(1), deal(1)], 2, '2 repeated rows, which are'],
  ['a row twice, once with its id as text', [deal(1), deal('1')], 1, '1 repeated row, which is'],
  ['a deleted one', [deal(1), { id: 2, is_deleted: true }], 1, '1 deleted record, which is'],
  [
    'all of it',
    [null, deal(1), deal(1), { id: 2, is_deleted: true }],
    1,
    '1 empty entry, 1 deleted record and 1 repeated row, which are',
  ],
])('%s: what is no row, or none of its own, is left out and told', async (_, rows, count, told) => {
  const note = `note: Copper also sent ${told} left out.`;
  const { lines } = await onReplies({ '/opportunities/search': { rows } });
  const list = await lines('search_opportunities', { fields: ['name'] });
  expect(list[0]).toBe(`opportunities 1-${count} of ${rows.length}`);
  expect(list).toContain(note);
  const filtered = await lines('search_opportunities', { filters: [{ name: 'details', value: 'none' }] });
  expect(filtered[0]).toBe(`opportunities 1-${count} of ${count}`);
  expect(filtered).toContain(note);
  const summed = await lines('summarize', { what: 'opportunities', by: 'status', measure: 'sum value' });
  expect(summed[0]).toContain(count === 1 ? 'read 1 opportunity' : `read all ${count} opportunities`);
  expect(summed).toContain(`(total)\t${count}\t${count * 100}`);
  expect(summed).toContain(note);
});

const note = (id: number, parent: JsonObject): JsonObject => ({
  id,
  parent,
  type: { id: 0, category: 'user' },
  user_id: 1,
  details: 'hello',
  activity_date: 1_790_000_000,
});

test('an activity of several records counts once, on whichever page, and is listed under each', async () => {
  const many = Array.from({ length: 250 }, (_, at) => note(at + 1, { id: 5, type: 'company' }));
  const again = many.slice(0, 50).map((one) => ({ ...one, parent: { id: 6, type: 'person' } }));
  const { lines } = await onReplies({
    '/activities/search': { rows: [...many, ...again, { id: 999, is_deleted: true }] },
  });
  const [head, ...rest] = await lines('summarize', { what: 'activities', by: 'type' });
  expect(head).toContain('read all 250 activities');
  expect(rest).toContain('(total)\t250');
  const two = await onReplies({ '/activities/search': { rows: [many[0] ?? {}, again[0] ?? {}] } });
  expect((await two.lines('search_activities'))[0]).toBe('activities 1-2 of 2');
});

test('where Copper counts activities and none is read, the answer says what it counts', async () => {
  const { lines } = await onReplies({ '/activities/search': { rows: deals(9) } });
  expect((await lines('summarize', { what: 'activities' })).join('\n')).toContain(
    'note: Counted by Copper: an activity of several',
  );
});
