import assert from 'node:assert/strict';
import type { Question } from './ask.ts';
import { dayOf, ids, idsOf } from './truth.ts';

const silentFrom = (now: number) => dayOf(now - 60 * 86_400);

/** Questions about contacts, companies and leads. */
export const people: readonly Question[] = [
  {
    number: 21,
    asks: 'VIP-tagged customers we have not talked to for 60 days?',
    async answer({ call, world, now }) {
      const answer = await call('search_people', { tags: 'vip', last_contact: '..-60d', limit: 25 });
      const silent = world.people.filter(
        ({ tags, date_last_contacted: at }) =>
          tags.some((tag) => tag === 'vip') && at !== null && dayOf(at) <= silentFrom(now),
      );
      assert.ok(silent.length > 0);
      assert.equal(answer.total, silent.length);
      assert.ok(ids(answer).every((id) => idsOf(silent).includes(id)));
    },
  },
  {
    number: 22,
    asks: 'Boston companies that nobody owns?',
    async answer({ call, world }) {
      const answer = await call('search_companies', { city: 'Boston', owner: 'none', limit: 50 });
      const free = world.companies.filter(
        ({ address, assignee_id: owner }) => address?.city === 'Boston' && owner === null,
      );
      assert.ok(free.length > 0);
      assert.deepEqual(ids(answer), idsOf(free));
    },
  },
  {
    number: 35,
    asks: 'Which leads did we convert last month, and what are their deals worth?',
    async answer({ call, world }) {
      const leads = await call('search_leads', {
        filters: [
          { name: 'include_converted_leads', value: 'true' },
          { name: 'converted', value: 'last-month' },
        ],
        fields: ['name', 'converted', 'converted_opportunity_id'],
        limit: 25,
      });
      const converted = world.leads.filter(
        ({ converted_at: at }) => at !== null && dayOf(at).startsWith('2026-10'),
      );
      assert.ok(converted.length > 0);
      assert.equal(leads.rows.length, converted.length);
      const wanted = leads.rows.flatMap(({ converted_opportunity_id: id = '' }) => (id === '' ? [] : [id]));
      const deals = await call('search_opportunities', {
        filters: [{ name: 'ids', value: JSON.stringify(wanted) }],
        fields: ['id', 'name', 'status', 'value'],
        limit: 25,
      });
      for (const deal of world.opportunities.filter(({ id }) =>
        converted.some(({ converted_opportunity_id: other }) => other === id),
      )) {
        const row = deals.rows.find(({ id }) => Number(id) === deal.id);
        assert.equal(Number.parseFloat(row?.value || '0'), deal.monetary_value ?? 0);
      }
    },
  },
];
