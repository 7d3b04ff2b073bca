import { describe, expect, test } from 'vitest';
import { isObject, type JsonObject, type JsonValue } from '../../src/tool/json.ts';
import { openGivenAccount } from './given-account.ts';
import { openTestClient } from './test-client.ts';

const field = (id: number, name: string, on: string) => ({
  id,
  name,
  data_type: 'Dropdown',
  available_on: [on],
  options: [{ id: id * 10, name: 'Open', rank: 0 }],
});

describe('a custom field called like a filter is not passed over in silence', async () => {
  const client = await openGivenAccount({
    'GET /custom_field_definitions': [
      field(31, 'status', 'opportunity'),
      field(32, 'Source', 'opportunity'),
      field(33, 'title', 'person'),
      field(34, 'Priority', 'task'),
    ],
  });
  const asked = (tool: string, name: string, value = 'any') =>
    client.call(tool, { filters: [{ name, value }], limit: 3, fields: ['id'] });

  test.each([
    ['search_opportunities', 'status', 'Open', 'opportunities', 'status (31)'],
    ['search_opportunities', 'source', 'any', 'opportunities', 'Source (32)'],
    ['search_people', 'title', 'any', 'people', 'title (33)'],
    ['search_tasks', 'priority', 'High', 'tasks', 'Priority (34)'],
  ])('%s by %s', async (tool, name, value, plural, other) => {
    const { text } = await asked(tool, name, value);
    expect(text).toContain(
      `note: The filter "${name}" was read as ${plural}' own ${name}; the custom field of that name is "${other}".`,
    );
    expect((await asked(tool, other, 'Open')).text).not.toContain('was read as');
  });

  test.each([
    ['search_opportunities', 'stage'],
    ['search_people', 'status (31)'],
    ['search_people', 'city'],
  ])('%s by %s: nothing to say', async (tool, name) => {
    expect((await asked(tool, name)).text).not.toContain('was read as');
  });
});

/** A Copper that does not know -2, the id for records without a value, in these lists. */
const withoutNoneId = (lists: Readonly<Record<string, string>>) =>
  openTestClient({
    wrap: (send) => async (request) => {
      const [list] = Object.entries(lists).flatMap(([path, name]) =>
        new URL(request.url).pathname.endsWith(`/${path}/search`) ? [name] : [],
      );
      if (list === undefined) return send(request);
      const body: JsonObject = JSON.parse(await request.text());
      const known = (ids: JsonValue | undefined) =>
        Array.isArray(ids) ? { [list]: ids.map((id) => (id === -2 ? 999_999_999 : id)) } : {};
      const { method, url, headers, signal } = request;
      const text = async () => JSON.stringify({ ...body, ...known(body[list]) });
      return send({ method, url, headers, signal, text });
    },
  });

describe('where the contract does not say that records without a value can be asked for', async () => {
  const client = await withoutNoneId({
    tasks: 'assignee_ids',
    people: 'company_ids',
    opportunities: 'loss_reason_ids',
  });
  const { world } = client;
  const idsOf = (rows: readonly { id: number }[]) => rows.map(({ id }) => id).sort((a, b) => a - b);
  const jane = world.users.find(({ name }) => name === 'Jane Park')?.id;

  test.each<[string, (owner: number | null) => boolean]>([
    ['none', (owner) => owner === null],
    ['!any', (owner) => owner === null],
    ['not Jane Park', (owner) => owner !== jane],
    ['!Jane Park', (owner) => owner !== jane],
    ['!none', (owner) => owner !== null],
  ])('tasks with owner=%s are found all the same', async (owner, holds) => {
    const expected = idsOf(world.tasks.filter((task) => holds(task.assignee_id)));
    expect(expected.length).toBeGreaterThan(0);
    expect(await client.ids('search_tasks', { owner })).toEqual(expected);
  });

  test.each([
    ['search_people', { company: 'none' }, 'company'],
    ['search_opportunities', { filters: [{ name: 'loss_reason', value: 'none' }] }, 'loss reason'],
  ])('%s %j: that none were found does not say that there are none', async (tool, input, noun) => {
    const { text } = await client.call(tool, input);
    expect(text).toContain(`none match (no ${noun.replace(' ', '_')})`);
    expect(text).toContain(
      `note: Not every Copper can be asked for records without a ${noun}; one that cannot finds none, so there may be some.`,
    );
  });

  test('nor does what excludes others say that they are included', async () => {
    const { text } = await client.call('search_opportunities', {
      filters: [{ name: 'loss_reason', value: '!Price' }],
      limit: 0,
    });
    expect(text).toContain('records without one are included if this Copper can be asked for them');
  });
});

describe('what a text that is excluded leaves out besides is said', async () => {
  const cities = ['Boston', 'South Boston', 'Rome', null];
  const client = await openGivenAccount({
    'POST /people/search': cities.map((city, at) => ({
      id: at + 1,
      name: `Person ${at + 1}`,
      title: at === 2 ? 'CFO' : 'Deputy CFO',
      address: { street: null, city, state: null, postal_code: null, country: null },
      emails: [],
      details: null,
    })),
  });
  const found = async (input: JsonObject) => {
    const { text } = await client.call('search_people', { ...input, fields: ['id'] });
    return { ids: [...text.matchAll(/^\d+$/gm)].map(([id]) => Number(id)), text };
  };

  test.each([
    [{ city: '!Boston' }, [3, 4], 'city', 'Boston', 'South Boston'],
    [{ city: 'not boston' }, [3, 4], 'city', 'boston', 'South Boston'],
    [{ title: '!CFO' }, [], 'title', 'CFO', 'Deputy CFO'],
  ])('%j', async (input, ids, name, excluded, longer) => {
    const answer = await found(input);
    expect(answer.ids).toEqual(ids);
    expect(answer.text).toContain(
      `note: ${name}: what only contains "${excluded}", such as "${longer}", is left out as well; "not =${excluded}" leaves out only the whole text.`,
    );
  });

  test.each([
    [{ city: 'not =Boston' }, [2, 3, 4]],
    [{ title: '!=Deputy CFO' }, [3]],
  ])('%j leaves out only the whole text', async (input, ids) => {
    const answer = await found(input);
    expect(answer.ids).toEqual(ids);
    expect(answer.text).not.toContain('what only contains');
  });
});

describe('the same of custom fields that hold texts', async () => {
  const remark = { id: 41, name: 'Remark', data_type: 'String', available_on: ['person'] };
  const texts = ['foo', 'not foo', 'none', null, 'Foo bar', 'any'];
  const client = await openGivenAccount({
    'GET /custom_field_definitions': [remark],
    'POST /people/search': texts.map((value, at) => ({
      id: at + 1,
      name: `Person ${at + 1}`,
      details: null,
      custom_fields: [{ custom_field_definition_id: 41, value }],
    })),
  });
  const spelled = (value: string) =>
    `note: Some have "${value}" itself as Remark, which was not looked for; "=${value}" finds them.`;
  const longer =
    'note: Remark: what only contains "foo", such as "not foo", is left out as well; "not =foo" leaves out only the whole text.';

  test.each<[string, number[], string[], string[]]>([
    ['none', [4], [spelled('none')], []],
    ['any', [1, 2, 3, 5, 6], [spelled('any')], []],
    ['!none', [1, 2, 3, 5, 6], [], [spelled('!none')]],
    ['not foo', [3, 4, 6], [spelled('not foo'), longer], []],
    ['!foo', [3, 4, 6], [longer], [spelled('!foo')]],
    ['not =foo', [2, 3, 4, 5, 6], [], [longer]],
    ['=not foo', [2], [], [longer, spelled('not foo')]],
    ['foo', [1, 2, 5], [], [longer]],
  ])('Remark %s', async (value, ids, notes, others) => {
    const { text } = await client.call('search_people', {
      filters: [{ name: 'Remark', value }],
      fields: ['id'],
    });
    expect([...text.matchAll(/^\d+$/gm)].map(([id]) => Number(id))).toEqual(ids);
    for (const note of notes) expect(text.split('\n').filter((line) => line === note)).toHaveLength(1);
    for (const note of others) expect(text).not.toContain(note);
  });
});

test('all:x,y is refused if "all:x" is a name itself', async () => {
  const client = await openGivenAccount({
    'GET /custom_field_definitions': [
      {
        id: 51,
        name: 'Product',
        data_type: 'MultiSelect',
        available_on: ['opportunity'],
        options: ['all:x', 'x', 'y'].map((name, at) => ({ id: 510 + at, name, rank: at })),
      },
    ],
    'POST /opportunities/search': [],
  });
  const asked = async (value: string) =>
    (await client.call('search_opportunities', { filters: [{ name: 'Product', value }], limit: 0 })).text;
  expect(await asked('all:x,y')).toBe(
    'invalid_input: "all:x,y" can be read in two ways: "all:" asks for all of them, and is part of a name as well; give a list of names.',
  );
  expect(await asked('all:y,x')).toContain('Product y and x');
  expect(await asked('all:x')).toContain('Product named "all:x"');
  expect(await asked('["all:x", "y"]')).toContain('Product named "all:x" or y');
});

test('people whose own name looks like somebody at a company are found by it', async () => {
  const people = [
    { id: 1, name: 'Ann (Sales)', company_id: null },
    { id: 2, name: 'Ann Kim', company_id: 7 },
  ];
  const client = await openGivenAccount({
    'POST /companies/search': [{ id: 7, name: 'Sales' }],
    'POST /people/search': ({ name, company_ids: at }) =>
      people.filter(
        (one) =>
          (at === undefined || one.company_id === 7) &&
          (typeof name !== 'string' || one.name === name) &&
          (!isObject(name) || one.name.includes(String(name.value))),
      ),
  });
  const found = async (name: string) => (await client.call('search_people', { name, fields: ['id'] })).text;
  expect(await found('Ann (Sales)')).toMatch(/\n1\n(?!2)/);
  expect(await found('Ann (Sales)')).toContain(
    'note: name was read as a whole name; for "Ann" at "Sales" write "at" between them.',
  );
  expect(await found('Ann at Sales')).toMatch(/\n2\n/);
});

test('a record called like a person at a company is found beside the people there', async () => {
  const lead = (id: number, name: string, company: string): JsonObject => ({
    id,
    name,
    company_name: company,
    first_name: 'Ann',
    last_name: name.replace('Ann ', ''),
  });
  const leads = [lead(1, 'Ann (Sales)', 'Initech'), lead(2, 'Ann Kim', 'Sales Partners')];
  const client = await openGivenAccount({
    'POST /companies/search': ({ name }) =>
      isObject(name) && name.value === 'Sales' ? [{ id: 7, name: 'Sales Partners' }] : [],
    'POST /people/search': [],
    'POST /opportunities/search': [],
    'POST /leads/search': ({ name, company_name: at, first_name: first }) =>
      leads.filter(
        (one) =>
          (name === undefined || one.name === name) &&
          (at === undefined || one.company_name === at) &&
          (first === undefined || one.first_name === first),
      ),
  });
  const { text } = await client.call('find', { text: 'Ann (Sales)' });
  expect(text).toMatch(/^lead\t1\tAnn \(Sales\).*exact name$/m);
  expect(text).toMatch(/^lead\t2\tAnn Kim/m);
  expect(text).toContain('note: No company is called exactly "Sales"; looked at Sales Partners.');
});
