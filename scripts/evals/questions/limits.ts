import { accountNumber, dana, namesOf } from '../account.ts';
import { call, type EvalQuestion } from '../question.ts';

const address = (path: string) => `https://app.copper.com/companies/${accountNumber}/app#/${path}`;

/** Questions 52 to 60: links, whole lists, names that fit several records, and what cannot be known or done. */
export const limitQuestions: readonly EvalQuestion[] = [
  {
    number: 52,
    asks: 'Give me the link to the "8 New Copy Machines" deal in Copper.',
    optimal: [call('find'), call('brief'), call('search_opportunities')],
    acceptable: [call('get_opportunity')],
    expects: () => ({ names: [address('deal/2827698')] }),
  },
  {
    number: 53,
    asks: `What do we know about ${address('organization/9607599')}?`,
    optimal: [call('brief')],
    acceptable: [
      call('search_companies'),
      call('search_people'),
      call('search_opportunities'),
      call('search_activities'),
      call('get_company_activities'),
      call('get_related_items'),
    ],
    expects: ({ world }) => ({
      names: ['Globex', 'Dana Li', ...namesOf(world.people.filter(({ company_id: id }) => id === 9607599))],
    }),
  },
  {
    number: 54,
    asks: 'Give me all contacts tagged vip as CSV: name, e-mail and owner. Leave nobody out.',
    optimal: [call('search_people', { tags: /vip/ })],
    acceptable: [call('search_people')],
    expects({ world }) {
      const vips = world.people.filter(({ tags }) => tags.includes('vip'));
      return {
        names: vips.flatMap(({ name, emails }) => [name, ...emails.slice(0, 1).map(({ email }) => email)]),
      };
    },
  },
  {
    number: 55,
    asks: 'List id, name and value of every open deal of mine in the Negotiation stage of the Sales pipeline.',
    optimal: [call('search_opportunities', { owner: /me|dana|137658/, stage: /negotiation/ })],
    acceptable: [call('search_opportunities')],
    expects({ world }) {
      const stage = world.pipelines
        .find(({ name }) => name === 'Sales')
        ?.stages.find(({ name }) => name === 'Negotiation');
      const mine = world.opportunities.filter(
        (deal) => deal.status === 'Open' && deal.assignee_id === dana && deal.pipeline_stage_id === stage?.id,
      );
      return { names: mine.flatMap(({ id, name }) => [String(id), name]) };
    },
  },
  {
    number: 56,
    asks: 'Brief me on Jane.',
    optimal: [call('brief', { about: /^(person )?jane$/ }), call('find', { text: /^jane$/ })],
    acceptable: [call('search_people')],
    forbidden: [call('brief', { about: /jane ./ }), call('brief', { about: /^(person )?\d+$/ })],
    expects: ({ world }) => ({
      some: { atLeast: 3, of: namesOf(world.people.filter(({ name }) => name.startsWith('Jane '))) },
    }),
  },
  {
    number: 57,
    asks: 'What is the open Dunder Mifflin deal worth?',
    optimal: [call('search_opportunities'), call('brief'), call('find')],
    acceptable: [call('get_opportunity'), call('search_companies')],
    expects: ({ world }) => {
      const open = world.opportunities.filter(
        ({ company_name: company, status }) => company === 'Dunder Mifflin' && status === 'Open',
      );
      return { names: namesOf(open), numbers: open.map(({ monetary_value: value }) => value ?? 0) };
    },
  },
  {
    number: 58,
    asks: 'What was the "8 New Copy Machines" deal worth in August?',
    optimal: [call('search_opportunities'), call('brief'), call('search_activities'), call('find')],
    acceptable: [
      call('get_opportunity'),
      call('get_opportunity_activities'),
      call('pipeline_changes'),
      call('list_activity_types'),
    ],
    expects: () => ({ notKnown: true }),
  },
  {
    number: 59,
    asks: 'How many e-mails did our team send to customers last week?',
    optimal: [call('summarize', { what: /activities/ }), call('search_activities')],
    acceptable: [call('list_activity_types')],
    expects: () => ({ notKnown: true }),
  },
  {
    number: 60,
    asks: 'Mark the "Globex renewal" deal as won.',
    optimal: [],
    acceptable: [call('search_opportunities'), call('find'), call('brief'), call('get_opportunity')],
    expects: () => ({ notKnown: true }),
  },
];
