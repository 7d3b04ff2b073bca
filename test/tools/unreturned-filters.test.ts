import { describe, expect, test } from 'vitest';
import { onReplies } from '../answer/given-replies.ts';
import { openTestClient } from './test-client.ts';

type Input = Record<string, unknown>;
const filter = (name: string, value: string): Input => ({ filters: [{ name, value }] });

describe('a condition on a field that Copper does not return is not known', async () => {
  const client = await openTestClient({ sandbox: { fields: 'contract' } });

  test.each<[string, Input, string]>([
    ['search_opportunities', filter('last_contact', 'none'), 'last_contact (none)'],
    ['search_opportunities', filter('last_contact', 'any'), 'last_contact (any)'],
    ['search_opportunities', filter('interaction_date', '!none'), 'interaction_date (any)'],
    ['search_opportunities', filter('last_contact', '!-30d..'), 'last_contact (not -30d..)'],
    ['search_opportunities', filter('stage_since', 'none'), 'stage_since (none)'],
    ['search_opportunities', filter('date_stage_changed', 'not 2026-11'), 'date_stage_changed (not 2026-11)'],
    [
      'search_opportunities',
      { owner: 'me', sort: '-closes', ...filter('last_contact', 'none') },
      'last_contact (none)',
    ],
    ['summarize', { what: 'deals', ...filter('last_contact', 'none') }, 'last_contact (none)'],
    ['summarize', { what: 'deals', by: 'owner', ...filter('stage_since', '!any') }, 'stage_since (none)'],
    ['deals_needing_attention', filter('last_contact', 'none'), 'last_contact (none)'],
    ['pipeline_changes', { during: '-30d', ...filter('last_contact', 'none') }, 'last_contact (none)'],
  ])('%s %j', async (tool, input, what) => {
    const error = await client.error(tool, input);
    expect(error).toContain(
      `Copper does not return what ${what} is about, so it is not known which rows match.`,
    );
    expect(error).toContain('1970-01-02.. finds the records that have one.');
  });

  test('what the sentence offers counts those that have one', async () => {
    const { text } = await client.call('search_opportunities', {
      ...filter('last_contact', '1970-01-02..'),
      limit: 0,
    });
    const known = client.world.opportunities.filter((deal) => deal.date_last_contacted !== null);
    expect(text).toContain(`opportunities: ${known.length} match`);
  });

  test('fields that are not returned are told from empty ones', async () => {
    const { notes } = await client.table('search_opportunities', {
      ...filter('loss_reason', 'none'),
      fields: ['id', 'loss_reason', 'last_contact', 'stage_since'],
    });
    expect(notes).toContain('empty: loss_reason.');
    expect(notes).toContain('not returned by Copper: last_contact, stage_since.');
  });
});

test.each([2, 5, 19, 20, 21, 24, 25, 26, 60, 200])(
  'where empty fields are left out, %i rows without it are answered as empty, and on what that rests is said',
  async (count) => {
    const rows = Array.from({ length: count }, (_, at) => ({ id: at + 1, name: `Deal ${at}` }));
    const { call } = await onReplies({ '/opportunities/search': { json: rows } });
    for (const [value, found] of [
      ['none', `${count} match`],
      ['any', '0 match'],
    ] as const) {
      const { text } = await call('search_opportunities', { ...filter('last_contact', value), limit: 0 });
      expect(text).toContain(`opportunities: ${found}`);
      expect(text).toContain(
        `None of ${count} rows has what last_contact (${value}) is about, which was taken for empty; or else Copper does not return it.`,
      );
    }
  },
);

describe('where it is returned', async () => {
  const client = await openTestClient();
  test.each([
    ['none', (date: number | null) => date === null],
    ['any', (date: number | null) => date !== null],
    ['!any', (date: number | null) => date === null],
  ])('last_contact %s', async (value, holds) => {
    const { text } = await client.call('search_opportunities', {
      ...filter('last_contact', value),
      limit: 0,
    });
    const expected = client.world.opportunities.filter((deal) => holds(deal.date_last_contacted));
    expect(text).toContain(`opportunities: ${expected.length} match`);
  });

  test('companies never show their last contact: any is asked of Copper, the rest is refused', async () => {
    const { text } = await client.call('search_companies', { last_contact: 'any', limit: 0 });
    expect(text).toMatch(/^companies: \d+ match \(last_contact any\)/);
    expect(await client.error('search_companies', { last_contact: 'none' })).toContain('takes no "not"');
  });
});

describe('an order by a field that Copper does not return is not known', async () => {
  const letter = await openTestClient({ sandbox: { fields: 'contract' } });
  const usual = await openTestClient();

  test.each<[Input, string]>([
    [{ sort: 'stage_since' }, 'stage_since'],
    [{ sort: '-stage_since' }, 'stage_since'],
    [{ sort: 'Stage since' }, 'Stage since'],
    [{ sort: 'date_stage_changed' }, 'date_stage_changed'],
    [{ sort: '-date_stage_changed', status: '!Lost' }, 'date_stage_changed'],
    [{ sort: 'converted_value' }, 'converted_value'],
    [{ sort: '-converted_value', fields: ['name', 'converted_value'] }, 'converted_value'],
    [{ sort: 'converted_unit', limit: 100 }, 'converted_unit'],
    [{ sort: '-date_lead_created', offset: 5 }, 'date_lead_created'],
    [{ sort: 'stage_since', ...filter('loss_reason', 'none') }, 'stage_since'],
    [{ sort: 'lead' }, 'lead'],
  ])('%j', async (input, field) => {
    const asked = { owner: 'me', status: 'Open', ...input };
    expect(await letter.error('search_opportunities', asked)).toContain(
      `Copper does not return ${field}, so the order by it is not known. Sort by `,
    );
    expect((await usual.call('search_opportunities', asked)).text).not.toContain('is not known');
  });

  test('of too few rows to tell, it is said that they are not sorted', async () => {
    const { text } = await onReplies({
      '/opportunities/search': {
        rows: [
          { id: 2, name: 'B' },
          { id: 1, name: 'A' },
        ],
      },
    }).then(({ call }) => call('search_opportunities', { sort: '-stage_since', fields: ['name'] }));
    expect(text).not.toContain('sorted here');
  });
});
