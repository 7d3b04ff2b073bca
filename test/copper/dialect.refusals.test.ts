import { describe, expect, test } from 'vitest';
import { createDialect } from '../../src/copper/dialect.ts';
import type { JsonObject } from '../../src/tool/json.ts';
import type { OperationId } from '../../src/tool/operation.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { manualClock } from '../manual-clock.ts';

const tenMinutesMs = 600_000;

/** An account whose requests are refused as `refused` says, by the number of the request and its names. */
function account(
  operation: OperationId,
  refused: (names: readonly string[], request: number) => readonly string[],
) {
  const clock = manualClock();
  const sent: JsonObject[] = [];
  const dialect = createDialect(
    async ({ body = {} }) => {
      sent.push(body);
      const names = refused(Object.keys(body), sent.length);
      if (names.length === 0) return { data: [], total: 0 };
      const cause = new Error(`Unrecognized attributes specified: ${names.join(', ')}`);
      throw new ToolError('rejected', 'Copper rejected the request.', { cause });
    },
    'auto',
    clock,
  );
  const signal = new AbortController().signal;
  /** What was sent for a search, name by name. */
  const search = async (body: JsonObject) => {
    const before = sent.length;
    const error: unknown = await dialect.ask({ operation, body }, { signal, priority: 'interactive' }).then(
      () => undefined,
      (one: unknown) => one,
    );
    return { error, names: sent.slice(before).map((one) => Object.keys(one).join(' ')) };
  };
  return { search, clock, dialect };
}

/** Names of the contract whose condition a documented name expresses. */
const renamed: [OperationId, string, string, JsonObject][] = [
  ['searchOpportunities', 'statuses', 'status_ids', { statuses: ['Open'] }],
  ['searchOpportunities', 'statuses', 'status_ids', { statuses: ['Won', 'Lost'] }],
  [
    'searchOpportunities',
    'minimum_date_stage_changed',
    'minimum_stage_change_date',
    { minimum_date_stage_changed: 5 },
  ],
  [
    'searchOpportunities',
    'maximum_date_stage_changed',
    'maximum_stage_change_date',
    { maximum_date_stage_changed: 5 },
  ],
  [
    'searchOpportunities',
    'close_date',
    'minimum_close_date maximum_close_date',
    { close_date: 1_795_000_000 },
  ],
  ['searchTasks', 'minimum_close_date', 'minimum_created_date', { minimum_close_date: 5 }],
  ['searchTasks', 'maximum_close_date', 'maximum_created_date', { maximum_close_date: 5 }],
];
const withReading: typeof renamed = [
  ['searchPeople', 'phone_numbers', 'phone_number', { phone_numbers: ['123'] }],
  ['searchCompanies', 'email_domain', 'email_domains', { email_domain: 'a.test' }],
  ['searchCompanies', 'email_domain', 'email_domains', { email_domain: 'b.test' }],
];

describe.each([...renamed, ...withReading])('%s: %s or %s', (operation, ours, theirs, body) => {
  test('one refusal by chance: the documented name is refused from then on, and ours comes back', async () => {
    const { search, dialect } = account(operation, (names, request) =>
      request === 1 ? names : names.filter((name) => theirs.split(' ').includes(name)),
    );
    const first = await search(body);
    const later = [await search(body), await search(body)];
    expect(first.names.slice(0, 2)).toEqual([ours, theirs]);
    expect(later.at(-1)).toEqual({ error: undefined, names: [ours] });
    expect(dialect.isDocumented(operation)).toBe(false);
  });

  test('one refusal by chance is forgotten after ten minutes', async () => {
    const { search, clock, dialect } = account(operation, (names, request) => (request === 1 ? names : []));
    expect((await search(body)).names).toEqual([ours, theirs]);
    await clock.advance(tenMinutesMs - 1);
    expect((await search(body)).names).toEqual([theirs]);
    await clock.advance(1);
    expect(dialect.isDocumented(operation)).toBe(false);
    expect((await search(body)).names).toEqual([ours]);
  });

  test('a name that was not sent is not believed to be refused', async () => {
    const { search } = account(operation, (_, request) => (request === 1 ? [ours] : []));
    expect((await search({ name: 'a' })).error).toBeInstanceOf(ToolError);
    expect((await search(body)).names).toEqual([ours]);
  });
});

test.each(renamed)(
  '%s: %s and %s both refused are one error that names them',
  async (operation, ours, theirs, body) => {
    const { search } = account(operation, (names) => names);
    for (const each of [1, 2, 3]) {
      const { error, names } = await search(body);
      expect([each, names]).toEqual([each, [ours, theirs]]);
      expect(error).toMatchObject({ kind: 'rejected' });
      for (const name of [ours, ...theirs.split(' ')]) expect(String(error)).toContain(`"${name}"`);
    }
  },
);

test.each(withReading)(
  '%s: %s and %s both refused: rows are filtered here',
  async (operation, ours, theirs, body) => {
    const { search } = account(operation, (names) => names);
    expect(await search(body)).toEqual({ error: undefined, names: [ours, theirs, ''] });
  },
);
