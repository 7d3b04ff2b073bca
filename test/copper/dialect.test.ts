import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AskCopper } from '../../src/copper/ask.ts';
import { createDialect, type DialectChoice } from '../../src/copper/dialect.ts';
import { documentedParameters } from '../../src/copper/documented-parameters.ts';
import { unrecognizedAttributes } from '../../src/copper/upstream-message.ts';
import type { JsonObject } from '../../src/tool/json.ts';
import { type OperationId, operationIds } from '../../src/tool/operation.ts';
import type { CopperRequest, RequestOptions } from '../../src/tool/request.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { manualClock } from '../manual-clock.ts';

const call: RequestOptions = { signal: new AbortController().signal, priority: 'interactive' };
const rejected = (names: readonly string[]) =>
  new ToolError('rejected', 'Copper rejected the request.', {
    cause: new Error(`Unrecognized attributes specified: ${names.join(', ')}`),
  });

/** A Copper that does not know these names: it rejects `atOnce` of them at a time. */
function account(strange: readonly string[], { choice = 'auto' as DialectChoice, atOnce = 99 } = {}) {
  const sent: CopperRequest[] = [];
  const clock = manualClock(1_795_000_000_000);
  const ask: AskCopper = async (request) => {
    sent.push(request);
    if (sent.length > 100) throw new Error('The dialect does not stop asking');
    const wrong = Object.keys(request.body ?? {}).filter((name) => strange.includes(name));
    if (wrong.length > 0) throw rejected(wrong.slice(0, atOnce));
    return { data: [], total: 0 };
  };
  const dialect = createDialect(ask, choice, clock);
  const search = (body: JsonObject, operation: OperationId = 'searchOpportunities') =>
    dialect.ask({ operation, body }, call);
  return { dialect, search, sent, clock, bodies: () => sent.map(({ body }) => body) };
}

test('what is known goes out as it is', async () => {
  const { search, bodies, dialect } = account([]);
  expect(await search({ statuses: ['Open'] })).toMatchObject({ data: [], total: 0 });
  expect(bodies()).toEqual([{ statuses: ['Open'] }]);
  expect(dialect.isDocumented('searchOpportunities')).toBe(false);
});

test('a refused name is replaced by the documented one, sent again once, and remembered', async () => {
  const { search, bodies, dialect } = account(['statuses']);
  await search({ statuses: ['Won', 'Open'], name: 'a' });
  await search({ statuses: ['Lost'] });
  expect(bodies()).toEqual([
    { statuses: ['Won', 'Open'], name: 'a' },
    { name: 'a', status_ids: [1, 0] },
    { status_ids: [2] },
  ]);
  expect(dialect.isDocumented('searchOpportunities')).toBe(true);
  expect(dialect.isDocumented('searchPeople')).toBe(false);
});

test('requests in flight at once are all sent again with the name that one of them taught', async () => {
  const { search, bodies } = account(['statuses']);
  const all = ['Open', 'Won', 'Lost'].map((status) => search({ statuses: [status] }));
  expect(await Promise.all(all)).toHaveLength(3);
  expect(bodies().slice(3)).toEqual([{ status_ids: [0] }, { status_ids: [1] }, { status_ids: [2] }]);
});

test('what was learnt of one operation is not taken for another', async () => {
  const { search, bodies } = account(['fields']);
  await search({ fields: ['id'] });
  await search({ fields: ['id'] }, 'searchPeople');
  expect(bodies()).toEqual([{ fields: ['id'] }, {}, { fields: ['id'] }, {}]);
});

test('a name without a documented one is left out and filtered here; then all fields are needed', async () => {
  const { search, bodies } = account(['priorities']);
  const { localFilters = [] } = await search({ priorities: ['High', 'None'], fields: ['id'], name: 'a' });
  expect(bodies()[1]).toEqual({ name: 'a' });
  expect(localFilters.map(({ name }) => name)).toEqual(['priorities']);
  const rows = [{ priority: 'High' }, { priority: 'Low' }, { priority: null }, {}];
  expect(rows.map((row) => localFilters[0]?.test(row))).toEqual([true, false, true, true]);
});

test('names rejected one after the other are learnt one after the other', async () => {
  const { search, bodies } = account(['statuses', 'priorities', 'fields'], { atOnce: 1 });
  const { localFilters } = await search({ statuses: ['Open'], priorities: ['Low'], fields: ['id'] });
  expect(localFilters).toHaveLength(1);
  expect(bodies().at(-1)).toEqual({ status_ids: [0] });
  expect(bodies()).toHaveLength(3);
});

test('a name without a replacement stays rejected, and nothing is sent again', async () => {
  const { search, sent } = account(['tags', 'statuses']);
  await expect(search({ tags: ['vip'], statuses: ['Open'] })).rejects.toMatchObject({ kind: 'rejected' });
  expect(sent).toHaveLength(1);
});

test('"contract" never falls back', async () => {
  const { search, sent, dialect } = account(['statuses'], { choice: 'contract' });
  await expect(search({ statuses: ['Open'] })).rejects.toMatchObject({ kind: 'rejected' });
  await expect(search({ statuses: ['Open'] })).rejects.toMatchObject({ kind: 'rejected' });
  expect(sent.map(({ body }) => body)).toEqual([{ statuses: ['Open'] }, { statuses: ['Open'] }]);
  expect(dialect.isDocumented('searchOpportunities')).toBe(false);
});

test('"documented" says it in those words from the start', async () => {
  const { search, bodies, dialect } = account([], { choice: 'documented' });
  await search({ statuses: ['Open'], fields: ['id'], minimum_date_stage_changed: 5, tags: ['vip'] });
  expect(bodies()).toEqual([{ status_ids: [0], minimum_stage_change_date: 5, tags: ['vip'] }]);
  expect(dialect.isDocumented('searchPeople')).toBe(true);
});

test('a documented parameter that is in use is not overwritten, and no condition is lost', async () => {
  const { search, bodies } = account(['close_date', 'email_domain']);
  await expect(search({ close_date: 100, minimum_close_date: 5 })).rejects.toMatchObject({
    kind: 'rejected',
  });
  expect(bodies().at(-1)).toEqual({ close_date: 100, minimum_close_date: 5 });
  const domains = { email_domain: 'Acme.test', email_domains: ['other.test'] };
  const { localFilters = [] } = await search(domains, 'searchCompanies');
  expect(bodies().at(-1)).toEqual({ email_domains: ['other.test'] });
  expect(localFilters[0]?.test({ email_domain: 'acme.test' })).toBe(true);
});

test.each<[string, unknown]>([
  ['other refusals', new ToolError('rejected', 'no', { cause: new Error('Name: is too long') })],
  ['refusals without a word', new ToolError('rejected', 'no')],
  [
    'other errors',
    new ToolError('unavailable', 'no', { cause: new Error('Unrecognized attributes specified: fields') }),
  ],
  ['what is no error of ours', new TypeError('Unrecognized attributes specified: fields')],
])('%s go through', async (_, error) => {
  const dialect = createDialect(() => Promise.reject(error), 'auto', manualClock(0));
  const request: CopperRequest = { operation: 'searchPeople', body: { fields: ['id'] } };
  await expect(dialect.ask(request, call)).rejects.toBe(error);
});

test('a request without a body goes out as it is', async () => {
  const { dialect, sent } = account([], { choice: 'documented' });
  await dialect.ask({ operation: 'getOpportunity', path: { id: 1 } }, call);
  expect(sent).toEqual([{ operation: 'getOpportunity', path: { id: 1 } }]);
});

test('the request that was given stays as it was', async () => {
  const { search } = account(['statuses']);
  const body = { statuses: ['Open'] };
  await search(body);
  expect(body).toEqual({ statuses: ['Open'] });
});

test('asks at most once more than there are names to learn, whatever is rejected, in whatever order', async () => {
  const names = operationIds.flatMap((id) => Object.keys(documentedParameters(id)));
  const known = [...new Set(names), 'name', 'tags', 'status_ids', 'email_domains'];
  const some = fc.subarray(known);
  const operation = fc.constantFrom<OperationId>(
    'searchLeads',
    'searchPeople',
    'searchCompanies',
    'searchOpportunities',
    'searchTasks',
  );
  await fc.assert(
    fc.asyncProperty(
      operation,
      some,
      some,
      fc.integer({ min: 1, max: 5 }),
      async (which, given, strange, atOnce) => {
        const { search, sent } = account(strange, { atOnce });
        const body = Object.fromEntries(given.map((name) => [name, 1]));
        const reply = await search(body, which).catch((error: unknown) => error);
        const replaceable = given.filter(
          (name) => Object.hasOwn(documentedParameters(which), name) && strange.includes(name),
        );
        expect(sent.length).toBeLessThanOrEqual(2 * replaceable.length + 1);
        if (reply instanceof Error) expect(reply).toMatchObject({ kind: 'rejected' });
        else
          expect(Object.keys(sent.at(-1)?.body ?? {}).filter((name) => strange.includes(name))).toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  ['Invalid input: Validation errors: Base: Unrecognized attributes specified: pageSize', ['pageSize']],
  ['Base: Unrecognized attributes specified: statuses, priorities', ['statuses', 'priorities']],
  ["Base: Unrecognized attributes specified: url\nType: can't be blank", ['url']],
  ['Unrecognized attributes specified: a,a , b.', ['a', 'b']],
  ['Unrecognized attributes specified: "a"; Name: blank', ['a']],
  ["Validation errors: Name: can't be blank", []],
  ['', []],
])('%j names %j', (message, names) => {
  expect(unrecognizedAttributes(message)).toEqual(names);
});
