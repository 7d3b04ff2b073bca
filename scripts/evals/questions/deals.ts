import type { Opportunity, World } from '../../../src/sandbox/sandbox.ts';
import { closes, dayOf, isRevenue, within } from '../../../test/questions/truth.ts';
import { asked, dana, isSilent, namesOf, otherNames } from '../account.ts';
import { call, type EvalQuestion } from '../question.ts';

const open = (world: World, holds: (deal: Opportunity) => boolean = () => true) =>
  world.opportunities.filter((deal) => deal.status === 'Open' && holds(deal));

const hasTask = ({ tasks }: World, { id }: Opportunity) =>
  tasks.some(
    ({ status, related_resource: about }) =>
      status === 'Open' && about?.type === 'opportunity' && about.id === id,
  );

const attention = 'deals_needing_attention';

/** Questions 1 to 40 about single deals and lists of them. */
export const dealQuestions: readonly EvalQuestion[] = [
  {
    number: 1,
    asks: asked(1),
    optimal: [call(attention)],
    acceptable: [call('search_opportunities')],
    expects({ world, now }) {
      const large = open(
        world,
        (deal) => (deal.monetary_value ?? 0) >= 20_000 && within(closes(deal), '2026-11-01', '2026-11-30'),
      );
      const silent = large.filter((deal) => isSilent(deal, now, 14));
      return {
        numbers: [silent.length],
        some: { atLeast: 5, of: namesOf(silent) },
        notNames: otherNames(silent, large),
      };
    },
  },
  {
    number: 4,
    asks: asked(4),
    optimal: [call('search_opportunities', { stage_since: /./ }), call(attention, { stuck: /^\d/ })],
    acceptable: [call('search_opportunities'), call(attention)],
    expects: ({ world }) => ({
      numbers: [open(world, (deal) => dayOf(deal.date_stage_changed) <= '2026-08-31').length],
    }),
  },
  {
    number: 8,
    asks: asked(8),
    optimal: [call('search_opportunities', { owner: /me|dana|137658/ })],
    acceptable: [call('summarize'), call('forecast'), call(attention)],
    expects({ world }) {
      const mine = open(world, ({ assignee_id: id }) => id === dana);
      return { numbers: [mine.length], some: { atLeast: 5, of: namesOf(mine) } };
    },
  },
  {
    number: 15,
    asks: asked(15),
    optimal: [call('search_opportunities', { sort: /value/ })],
    acceptable: [call(attention)],
    expects({ world }) {
      const largest = open(world).toSorted((a, b) => (b.monetary_value ?? 0) - (a.monetary_value ?? 0));
      return { names: namesOf(largest.slice(0, 9)), numbers: [largest[0]?.monetary_value ?? 0] };
    },
  },
  {
    number: 16,
    asks: asked(16),
    optimal: [call('search_opportunities', { closes: /./ }), call(attention, { reasons: /overdue/ })],
    acceptable: [call('search_opportunities'), call(attention), call('forecast')],
    expects({ world, now }) {
      const late = open(world, (deal) => (closes(deal) ?? dayOf(now)) < dayOf(now));
      return { numbers: [late.length], some: { atLeast: 3, of: namesOf(late) } };
    },
  },
  {
    number: 17,
    asks: asked(17),
    optimal: [call(attention, { reasons: /no_task/ })],
    acceptable: [call(attention), call('search_opportunities'), call('search_tasks')],
    expects({ world }) {
      const idle = open(world, (deal) => !hasTask(world, deal));
      return { numbers: [idle.length], some: { atLeast: 3, of: namesOf(idle) } };
    },
  },
  {
    number: 25,
    asks: asked(25),
    optimal: [call(attention, { reasons: /no_close_date|no_value/ })],
    acceptable: [call(attention), call('search_opportunities'), call('hygiene')],
    expects({ world }) {
      const lacking = open(
        world,
        (deal) => deal.close_date === null || (isRevenue(world, deal) && !(deal.monetary_value ?? 0)),
      );
      return { numbers: [lacking.length], some: { atLeast: 3, of: namesOf(lacking) } };
    },
  },
  {
    number: 26,
    asks: asked(26),
    optimal: [call('search_opportunities', { stage: /negotiation/, industry: /healthcare/ })],
    acceptable: [call('search_opportunities'), call('list_custom_field_definitions')],
    expects({ world }) {
      const stages = world.pipelines.flatMap((each) =>
        each.stages.filter(({ name }) => name === 'Negotiation'),
      );
      const industry = world.customFields.find(({ name }) => name === 'Industry');
      const healthcare = industry?.options?.find(({ name }) => name === 'Healthcare')?.id;
      const found = open(
        world,
        (deal) =>
          stages.some(({ id }) => id === deal.pipeline_stage_id) &&
          deal.custom_fields.some(
            (slot) => slot.custom_field_definition_id === industry?.id && slot.value === healthcare,
          ),
      );
      return { names: namesOf(found) };
    },
  },
  {
    number: 37,
    asks: asked(37),
    optimal: [call(attention, { reasons: /no_primary_contact/ })],
    acceptable: [call(attention), call('search_opportunities')],
    expects({ world }) {
      const alone = open(world, ({ primary_contact_id: id }) => id === null);
      return { numbers: [alone.length], some: { atLeast: 3, of: namesOf(alone) } };
    },
  },
  {
    number: 39,
    asks: asked(39),
    optimal: [call(attention, { reasons: /stuck/ })],
    acceptable: [call(attention), call('funnel')],
    expects({ world, now }) {
      const days = ({ date_stage_changed: at }: Opportunity) => (now - at) / 86_400;
      const moved = open(world, (deal) => days(deal) < 7);
      const old = open(world, (deal) => days(deal) > 60);
      return {
        some: { atLeast: 3, of: namesOf(old) },
        notNames: otherNames(
          open(world, (deal) => days(deal) >= 7),
          moved,
        ),
      };
    },
  },
];
