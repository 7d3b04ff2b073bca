import { closings } from '../../../test/questions/outcomes.ts';
import { closes, dayOf, isRevenue, within } from '../../../test/questions/truth.ts';
import { converted, dana, grouped, isSilent, namesOf, otherNames, weighted, worth } from '../account.ts';
import { call, type EvalQuestion } from '../question.ts';

const target = 5_000_000;

/** Questions 41 to 51, about how deals flow, targets, one's day, silence and the state of the data. */
export const reportQuestions: readonly EvalQuestion[] = [
  {
    number: 41,
    asks: 'How many of the deals that were created in the Sales pipeline this year have reached the Contract stage?',
    optimal: [
      call('funnel', { pipeline: /sales/, cohort: /true/ }),
      call('funnel', { by: /pipeline/, cohort: /true/ }),
    ],
    acceptable: [call('funnel'), call('pipeline_changes'), call('search_activities')],
    forbidden: [call('summarize', { by: /stage/ }), call('search_opportunities', { stage: /contract/ })],
    expects({ world }) {
      const sales = world.pipelines.find(({ name }) => name === 'Sales');
      const contract = sales?.stages.find(({ name }) => name === 'Contract')?.id;
      const reached = world.opportunities.filter(
        (deal) =>
          deal.pipeline_id === sales?.id &&
          dayOf(deal.date_created) >= '2026-01-01' &&
          (deal.pipeline_stage_id === contract ||
            world.dealHistories
              .get(deal.id)
              ?.events.some((event) => event.kind === 'stage' && event.to.id === contract)),
      );
      return { numbers: [reached.length] };
    },
  },
  {
    number: 42,
    asks: 'At which stage of the Enterprise pipeline do we lose the most deals? Take those created this year.',
    optimal: [call('funnel', { pipeline: /enterprise/ }), call('funnel', { by: /pipeline/ })],
    acceptable: [
      call('funnel'),
      call('summarize', { by: /stage/, status: /lost/ }),
      call('pipeline_changes'),
    ],
    expects({ world }) {
      const pipeline = world.pipelines.find(({ name }) => name === 'Enterprise');
      const lost = world.opportunities.filter(
        (deal) =>
          deal.pipeline_id === pipeline?.id &&
          deal.status === 'Lost' &&
          dayOf(deal.date_created) >= '2026-01-01',
      );
      const stages = (pipeline?.stages ?? []).map(({ id, name }) => ({
        name,
        lost: lost.filter(({ pipeline_stage_id: stage }) => stage === id).length,
      }));
      const most = Math.max(...stages.map((stage) => stage.lost));
      return { names: stages.flatMap((stage) => (stage.lost === most ? [stage.name] : [])), numbers: [most] };
    },
  },
  {
    number: 43,
    asks: 'Of the leads that came in since 1 July, how many have been converted?',
    optimal: [
      call('funnel', { what: /leads/ }),
      call('summarize', { what: /leads/, include_converted_leads: /true/ }),
    ],
    acceptable: [call('search_leads'), call('summarize', { what: /leads/ })],
    expects({ world }) {
      const recent = world.leads.filter((lead) => dayOf(lead.date_created) >= '2026-07-01');
      return { numbers: [recent.filter(({ converted_at: at }) => at !== null).length] };
    },
  },
  {
    number: 44,
    asks: 'Our target for this quarter is 5,000,000 USD. How much have we won so far, and how much is missing?',
    optimal: [call('forecast', { target: /./ })],
    acceptable: [call('forecast'), call('pipeline_changes')],
    forbidden: [
      call('summarize', { status: /won/, closes: /./ }),
      call('search_opportunities', { status: /won/ }),
    ],
    expects({ world }) {
      const won = closings(world, '2026-10-01', '2026-12-31').filter(({ to }) => to === 'Won');
      const deals = won.map(({ deal }) => deal);
      const [value, all] = [worth(deals), converted(deals)];
      return {
        numbers: [
          [value, all],
          [target - value, target - all],
        ],
      };
    },
  },
  {
    number: 45,
    asks: "What is Dana's weighted forecast for this quarter in US dollars, and which share of it is as good as certain?",
    optimal: [call('forecast', { owner: /dana|me|137658/ }), call('forecast', { by: /owner/ })],
    acceptable: [call('forecast'), call('summarize', { measure: /weighted/ }), call('search_opportunities')],
    expects({ world }) {
      const open = world.opportunities.filter(
        (deal) =>
          deal.status === 'Open' &&
          deal.assignee_id === dana &&
          isRevenue(world, deal) &&
          within(closes(deal), '2026-10-01', '2026-12-31'),
      );
      return { numbers: [[worth(open, 'USD', weighted(world)), converted(open, weighted(world))]] };
    },
  },
  {
    number: 46,
    asks: 'What does my day look like?',
    optimal: [call('today')],
    acceptable: [
      call('search_tasks', { owner: /me|dana/ }),
      call('deals_needing_attention'),
      call('pipeline_changes'),
    ],
    expects({ world, now }) {
      const overdue = world.tasks.filter(
        ({ assignee_id: id, status, due_date: due }) =>
          id === dana && status === 'Open' && due !== null && dayOf(due) < dayOf(now),
      );
      const late = world.tasks.filter(
        ({ assignee_id: id, status, due_date: due }) =>
          id === dana && status === 'Open' && due !== null && due <= now,
      );
      return { names: ['Jane Cooper'], numbers: [[overdue.length, late.length]] };
    },
  },
  {
    number: 47,
    asks: 'What have colleagues done on my deals since Friday?',
    optimal: [call('today'), call('search_activities')],
    acceptable: [call('pipeline_changes'), call('summarize', { what: /activities/ })],
    expects({ world }) {
      const theirs = world.activities.filter(
        ({ type, user_id: user, activity_date: at }) =>
          type.category === 'user' &&
          user !== dana &&
          user !== null &&
          within(dayOf(at), '2026-11-20', '2026-11-23'),
      );
      const mine = world.opportunities.filter(
        ({ id, assignee_id: owner }) =>
          owner === dana && theirs.some(({ parent }) => parent.type === 'opportunity' && parent.id === id),
      );
      return { some: { atLeast: 2, of: namesOf(mine) } };
    },
  },
  {
    number: 48,
    asks: 'Which new leads has nobody answered for more than a week?',
    optimal: [call('needing_attention', { what: /leads/ })],
    acceptable: [call('search_leads'), call('summarize', { what: /leads/ })],
    expects({ world, now }) {
      const fresh = world.leads.filter(({ status, converted_at: at }) => status === 'New' && at === null);
      const waiting = fresh.filter(
        (lead) =>
          lead.interaction_count === 0 &&
          lead.date_last_contacted === null &&
          lead.date_created < now - 8 * 86_400,
      );
      return {
        some: { atLeast: 3, of: namesOf(waiting) },
        notNames: otherNames(
          waiting,
          fresh.filter(({ interaction_count: count }) => count > 0),
        ),
      };
    },
  },
  {
    number: 49,
    asks: 'Which companies without an owner has nobody contacted for two weeks?',
    optimal: [call('needing_attention', { what: /companies/ }), call('search_companies', { owner: /none/ })],
    acceptable: [call('search_companies')],
    expects({ world, now }) {
      const free = world.companies.filter(({ assignee_id: owner }) => owner === null);
      const last = (id: number) => world.companyContact.get(id) ?? null;
      const silent = free.filter(({ id }) => isSilent({ date_last_contacted: last(id) }, now, 14));
      return { names: namesOf(silent), notNames: otherNames(silent, free) };
    },
  },
  {
    number: 50,
    asks: 'How many of our contacts have no e-mail address?',
    optimal: [call('needing_attention', { what: /people/ }), call('summarize', { what: /people/ })],
    acceptable: [call('hygiene'), call('search_people')],
    expects: ({ world }) => ({ numbers: [world.people.filter(({ emails }) => emails.length === 0).length] }),
  },
  {
    number: 51,
    asks: 'How clean is our CRM data? Give me the worst problems with examples.',
    optimal: [call('hygiene')],
    acceptable: [call('needing_attention'), call('summarize'), call('deals_needing_attention')],
    expects({ world }) {
      const twins = [world.people, world.companies].flatMap((rows) => {
        const key = (record: (typeof rows)[number]) =>
          'company_id' in record ? `${record.name} ${record.company_id}` : record.name.replace(/\W/g, '');
        return grouped<(typeof rows)[number]>(rows, (record) => key(record).toLowerCase())
          .filter(([, same]) => same.length > 1)
          .flatMap(([, same]) => namesOf(same));
      });
      return { some: { atLeast: 2, of: twins } };
    },
  },
];
