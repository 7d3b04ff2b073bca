import assert from 'node:assert/strict';
import type { Question } from './ask.ts';
import { closes, dayOf, ids, idsOf, userName } from './truth.ts';

const dana = 137_658;

/** Questions about single deals and lists of them. */
export const deals: readonly Question[] = [
  {
    number: 4,
    asks: 'Open deals whose stage has not moved since 1 September?',
    async answer({ call, world }) {
      const filters = [{ name: 'stage_since', value: '..2026-08-31' }];
      const answer = await call('search_opportunities', {
        status: 'Open',
        filters,
        fields: ['id', 'name', 'owner', 'stage', 'stage_since'],
        sort: '-value',
        limit: 25,
      });
      const stuck = world.opportunities.filter(
        (deal) => deal.status === 'Open' && dayOf(deal.date_stage_changed) <= '2026-08-31',
      );
      assert.equal(answer.total, stuck.length);
      assert.ok(answer.rows.length > 0);
      for (const { id, owner, stage_since: since = '' } of answer.rows) {
        const deal = stuck.find((each) => each.id === Number(id));
        assert.ok(deal !== undefined && since.startsWith(dayOf(deal.date_stage_changed)));
        assert.equal(owner || '(none)', userName(world, deal.assignee_id));
      }
    },
  },
  {
    number: 8,
    asks: 'My open opportunities?',
    async answer({ call, world }) {
      const answer = await call('search_opportunities', { owner: 'me', status: 'Open', limit: 25 });
      const mine = world.opportunities.filter((deal) => deal.status === 'Open' && deal.assignee_id === dana);
      assert.equal(answer.total, mine.length);
      const known = idsOf(mine);
      assert.ok(ids(answer).every((id) => known.includes(id)));
      assert.equal(answer.rows.length, Math.min(25, mine.length));
    },
  },
  {
    number: 15,
    asks: 'Our ten biggest open deals, with owner and stage?',
    async answer({ call, world }) {
      const answer = await call('search_opportunities', { status: 'Open', sort: '-value', limit: 10 });
      const values = world.opportunities
        .filter(({ status }) => status === 'Open')
        .map((deal) => deal.monetary_value ?? 0)
        .sort((a, b) => b - a);
      assert.deepEqual(
        answer.rows.map(({ value = '' }) => Number.parseFloat(value)),
        values.slice(0, 10),
      );
      assert.ok(answer.rows.every(({ stage }) => stage !== ''));
    },
  },
  {
    number: 16,
    asks: 'Which open deals should have closed already?',
    async answer({ call, world, now }) {
      const answer = await call('search_opportunities', { status: 'Open', closes: '..yesterday', limit: 25 });
      const today = dayOf(now);
      const late = world.opportunities.filter(
        (deal) => deal.status === 'Open' && (closes(deal) ?? today) < today,
      );
      assert.equal(answer.total, late.length);
      assert.ok(answer.rows.every(({ closes: day = '' }) => day < today));
    },
  },
  {
    number: 26,
    asks: 'Which deals in Negotiation are in healthcare?',
    async answer({ call, world }) {
      const answer = await call('search_opportunities', {
        stage: 'Negotiation',
        status: 'Open',
        filters: [{ name: 'Industry', value: 'Healthcare' }],
        limit: 25,
      });
      const stages = world.pipelines.flatMap((each) =>
        each.stages.filter(({ name }) => name === 'Negotiation'),
      );
      const industry = world.customFields.find(({ name }) => name === 'Industry');
      const healthcare = industry?.options?.find(({ name }) => name === 'Healthcare')?.id;
      const found = world.opportunities.filter(
        (deal) =>
          deal.status === 'Open' &&
          stages.some(({ id }) => id === deal.pipeline_stage_id) &&
          deal.custom_fields.some(
            (slot) => slot.custom_field_definition_id === industry?.id && slot.value === healthcare,
          ),
      );
      assert.ok(found.length > 0);
      assert.deepEqual(ids(answer), idsOf(found));
    },
  },
];
