import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../../src/tool/json.ts';
import { deal, onReplies } from '../../../answer/given-replies.ts';

const company = {
  id: 5,
  name: 'Acme',
  assignee_id: 1,
  email_domain: 'acme.example',
  primary_contact_id: null,
};
const many = (count: number, make: (id: number) => readonly JsonValue[]) =>
  Array.from({ length: count }, (_, at) => make(at + 1)).flat();
const deals = (count: number) => many(count, (id) => [deal(id, { company_id: 5 })]);
const people = (count: number) => many(count, (id) => [{ id, name: `Person ${id}`, company_id: 5 }]);
const tasks = (count: number) =>
  many(count, (id) => [
    { id, name: `Task ${id}`, status: 'Open', related_resource: { id: 5, type: 'company' } },
  ]);

/** A section, where its rows are, and how many of them a page holds. */
const sections: readonly (readonly [string, string, (count: number) => readonly JsonValue[], number])[] = [
  ['open deals', '/opportunities/search', deals, 3],
  ['open deals', '/opportunities/search', deals, 7],
  ['open deals', '/opportunities/search', deals, 10],
  ['open deals', '/opportunities/search', deals, 24],
  ['people', '/people/search', people, 3],
  ['people', '/people/search', people, 10],
  ['people', '/people/search', people, 20],
  ['open tasks', '/tasks/search', tasks, 3],
  ['open tasks', '/tasks/search', tasks, 10],
  ['open tasks', '/tasks/search', tasks, 50],
];

const headOf = (text: string, what: string) =>
  text.split('\n').find((line) => line.startsWith(`${what} `) || line.startsWith(`${what}:`)) ?? '';

describe.each(sections)('%s at %s', (what, path, rowsOf, holds) => {
  const brief = async (count: number, total: number | null) => {
    const routes = {
      '/companies/search': { rows: [company] },
      [path]: { rows: rowsOf(count), holds, total },
    };
    const { call } = await onReplies(routes);
    return headOf((await call('brief', { about: 'Acme' })).text, what);
  };

  test(`without totals, a page of ${holds} rows is not taken for all`, async () => {
    expect(await brief(60, null)).toMatch(new RegExp(`1-${Math.min(holds, 10)} of at least ${holds}\\b`));
  });

  test('with totals, the total is that of Copper', async () => {
    expect(await brief(60, 60)).toMatch(/\bof 60\b/);
  });

  test('none are none', async () => {
    expect(await brief(0, null)).toBe(`${what}: none`);
  });
});
