import type { Opportunity, World } from '../../../src/sandbox/sandbox.ts';
import { closes, dayOf, isRevenue, stageOf, userName, within } from '../../../test/questions/truth.ts';
import { asked, converted, grouped, sourceOf, weighted, worth } from '../account.ts';
import { call, type EvalQuestion } from '../question.ts';

const earning = (world: World, holds: (deal: Opportunity) => boolean) =>
  world.opportunities.filter((deal) => isRevenue(world, deal) && holds(deal));

const openIn = (world: World, from: string, to: string) =>
  earning(world, (deal) => deal.status === 'Open' && within(closes(deal), from, to));

const option = (world: World, label: string, deal: Opportunity): string => {
  const field = world.customFields.find(({ name }) => name === label);
  const value = deal.custom_fields.find((slot) => slot.custom_field_definition_id === field?.id)?.value;
  return field?.options?.find(({ id }) => id === value)?.name ?? '(none)';
};

/** Questions 1 to 40 that are answered by adding up all that match. */
export const totalQuestions: readonly EvalQuestion[] = [
  {
    number: 2,
    asks: asked(2),
    optimal: [call('summarize', { by: /stage/ })],
    acceptable: [call('summarize'), call('forecast'), call('search_opportunities')],
    expects({ world }) {
      const open = openIn(world, '2026-10-01', '2026-12-31');
      const stages = grouped(
        open.filter((deal) => (deal.monetary_unit ?? 'USD') === 'USD'),
        (deal) => String(stageOf(world, deal).id),
      );
      return {
        numbers: [worth(open), ...stages.map(([, deals]) => worth(deals))],
        notNumbers: [worth(open) + worth(open, 'EUR') + worth(open, 'GBP')],
      };
    },
  },
  {
    number: 3,
    asks: asked(3),
    optimal: [call('forecast', { by: /owner/ }), call('summarize', { by: /owner/, measure: /weighted/ })],
    acceptable: [call('forecast'), call('summarize'), call('search_opportunities')],
    expects({ world }) {
      const owners = grouped(openIn(world, '2026-10-01', '2026-12-31'), ({ assignee_id: id }) =>
        userName(world, id),
      ).slice(0, 4);
      return {
        names: owners.map(([name]) => name).filter((name) => name !== '(none)'),
        numbers: owners.map(([, deals]) => [
          worth(deals, 'USD', weighted(world)),
          converted(deals, weighted(world)),
        ]),
      };
    },
  },
  {
    number: 10,
    asks: asked(10),
    optimal: [call('summarize', { what: /leads/, by: /source/ })],
    acceptable: [call('search_leads'), call('needing_attention', { what: /leads/ })],
    expects({ world }) {
      const fresh = world.leads.filter(
        (lead) =>
          within(dayOf(lead.date_created), '2026-11-23', '2026-11-29') &&
          lead.interaction_count === 0 &&
          lead.converted_at === null,
      );
      const sources = grouped(fresh, (lead) => sourceOf(world, lead));
      return {
        names: sources.map(([name]) => name).filter((name) => name !== '(none)'),
        numbers: sources.map(([, leads]) => leads.length),
      };
    },
  },
  {
    number: 14,
    asks: asked(14),
    optimal: [call('summarize', { by: /source/, status: /won/ })],
    acceptable: [call('summarize', { by: /source/ }), call('pipeline_changes', { by: /source/ })],
    expects({ world }) {
      const won = earning(world, ({ status }) => status === 'Won');
      const sources = grouped(won, (deal) => sourceOf(world, deal))
        .map(([name, deals]) => ({ name, value: worth(deals) }))
        .sort((a, b) => b.value - a.value);
      return { names: sources.slice(0, 1).map(({ name }) => name), numbers: [sources[0]?.value ?? 0] };
    },
  },
  {
    number: 18,
    asks: asked(18),
    optimal: [call('summarize', { what: /activities/ })],
    acceptable: [call('search_activities')],
    expects({ world }) {
      const types = world.activityTypes.filter(({ name }) => name === 'Phone Call' || name === 'Meeting');
      const done = world.activities.filter(
        ({ type, activity_date: at }) =>
          types.some(({ id, category }) => id === type.id && category === type.category) &&
          within(dayOf(at), '2026-11-16', '2026-11-22'),
      );
      const most = grouped(done, ({ user_id: user, type }) => `${user} ${type.id}`).slice(0, 3);
      const users = most.map(([, rows]) => userName(world, rows[0]?.user_id ?? null));
      return {
        names: users.filter((name) => name !== '(none)'),
        numbers: most.map(([, rows]) => rows.length),
      };
    },
  },
  {
    number: 27,
    asks: asked(27),
    optimal: [call('summarize', { by: /region/ })],
    acceptable: [call('list_custom_field_definitions')],
    expects({ world }) {
      const arr = world.customFields.find(({ name }) => name === 'ARR')?.id;
      const ofDeal = (deal: Opportunity) =>
        Number(deal.custom_fields.find((slot) => slot.custom_field_definition_id === arr)?.value ?? 0);
      const regions = grouped(
        world.opportunities.filter(({ status }) => status === 'Open'),
        (deal) => option(world, 'Region', deal),
      ).filter(([name]) => name !== '(none)');
      return {
        names: regions.map(([name]) => name),
        numbers: regions.map(([, deals]) => deals.reduce((sum, deal) => sum + ofDeal(deal), 0)),
      };
    },
  },
  {
    number: 31,
    asks: asked(31),
    optimal: [call('forecast'), call('summarize', { by: /closes:month/ })],
    acceptable: [call('summarize'), call('search_opportunities')],
    expects: ({ world }) => ({
      numbers: ['2026-12', '2027-01', '2027-02'].map((month) => {
        const open = openIn(world, `${month}-01`, `${month}-31`);
        return [worth(open, 'USD', weighted(world)), converted(open, weighted(world))];
      }),
    }),
  },
  {
    number: 32,
    asks: asked(32),
    optimal: [call('summarize', { what: /leads/, by: /created:month/ })],
    acceptable: [
      call('summarize', { what: /leads/ }),
      call('search_leads'),
      call('funnel', { what: /leads/ }),
    ],
    expects({ world }) {
      const of = (month: string) =>
        world.leads.filter((lead) => dayOf(lead.date_created).startsWith(month)).length;
      const unconverted = (month: string) =>
        world.leads.filter((lead) => lead.converted_at === null && dayOf(lead.date_created).startsWith(month))
          .length;
      return {
        numbers: ['2026-10', '2026-11'].map((month) => [of(month), unconverted(month)]),
      };
    },
  },
];
