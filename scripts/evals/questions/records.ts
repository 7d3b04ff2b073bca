import type { World } from '../../../src/sandbox/sandbox.ts';
import { dayOf, userName } from '../../../test/questions/truth.ts';
import { asked, dana, daysAgo, isSilent, namesOf, otherNames } from '../account.ts';
import { call, type EvalQuestion } from '../question.ts';

const companyNamed = ({ companies }: World, name: string) => companies.find((each) => each.name === name);
const peopleOf = ({ people }: World, id: number | undefined) =>
  people.filter(({ company_id: company }) => company === id);

/** Records with the name of another one. */
const twins = <Row extends { readonly name: string }>(rows: readonly Row[]) => {
  const counts = new Map<string, number>();
  for (const { name } of rows) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
  return rows.filter(({ name }) => (counts.get(name.toLowerCase()) ?? 0) > 1);
};

/** Questions 1 to 40 about people, companies and leads. */
export const recordQuestions: readonly EvalQuestion[] = [
  {
    number: 5,
    asks: asked(5),
    optimal: [call('brief', { about: /globex/ })],
    acceptable: [
      call('search_people', { company: /globex|9607599/ }),
      call('search_companies'),
      call('search_activities'),
      call('get_company_activities'),
      call('get_related_items'),
      call('get_related_items_by_type'),
    ],
    expects({ world }) {
      const globex = companyNamed(world, 'Globex');
      const last = world.companyContact.get(globex?.id ?? 0);
      return { names: namesOf(peopleOf(world, globex?.id)), days: [dayOf(last ?? 0)] };
    },
  },
  {
    number: 9,
    asks: asked(9),
    optimal: [call('brief', { about: /jane/ })],
    acceptable: [call('get_person_by_email'), call('get_person_activities'), call('search_activities')],
    expects({ world }) {
      const jane = world.people.find(({ name }) => name === 'Jane Cooper');
      const history = world.activities.filter(
        ({ parent }) => parent.type === 'person' && parent.id === jane?.id,
      );
      return { names: ['Jane Cooper', 'Acme Robotics'], days: [dayOf(history[0]?.activity_date ?? 0)] };
    },
  },
  {
    number: 20,
    asks: asked(20),
    optimal: [call('brief', { about: /jane/ })],
    acceptable: [
      call('get_person_by_email'),
      call('get_person_activities'),
      call('search_people'),
      call('search_companies'),
      call('search_opportunities'),
      call('search_activities'),
      call('search_tasks'),
      call('brief'),
    ],
    expects: ({ world }) => {
      const acme = companyNamed(world, 'Acme Robotics');
      const deals = world.opportunities.filter(
        ({ company_id: id, status }) => id === acme?.id && status === 'Open',
      );
      return {
        names: ['Acme Robotics', ...namesOf(deals)],
        numbers: deals.map(({ monetary_value: value }) => value ?? 0),
      };
    },
  },
  {
    number: 29,
    asks: asked(29),
    optimal: [call('brief', { about: /initech/ })],
    acceptable: [call('search_companies'), call('search_activities'), call('get_company_activities')],
    expects({ world }) {
      const initech = companyNamed(world, 'Initech');
      const contacts = world.activityTypes.filter((type) => type.count_as_interaction).map(({ id }) => id);
      const people = peopleOf(world, initech?.id).map(({ id }) => id);
      const talked = world.activities.filter(
        ({ type, parent }) =>
          type.category === 'user' &&
          contacts.includes(type.id) &&
          ((parent.type === 'company' && parent.id === initech?.id) ||
            (parent.type === 'person' && people.includes(parent.id))),
      );
      const users = new Set(talked.map(({ user_id: id }) => userName(world, id)));
      const owner = userName(world, initech?.assignee_id ?? null);
      return { names: [...new Set([owner, ...users])].filter((name) => name !== '(none)') };
    },
  },
  {
    number: 21,
    asks: asked(21),
    optimal: [
      call('search_people', { tags: /vip/, last_contact: /./ }),
      call('needing_attention', { what: /people/, tags: /vip/ }),
    ],
    acceptable: [call('search_people'), call('needing_attention', { what: /people/ })],
    expects({ world, now }) {
      const vips = world.people.filter(({ tags }) => tags.includes('vip'));
      const silent = vips.filter(
        (person) => person.date_last_contacted !== null && isSilent(person, now, 60),
      );
      return {
        names: namesOf(silent),
        notNames: otherNames(
          vips.filter((person) => isSilent(person, now, 60)),
          vips.filter(({ date_last_contacted: at }) => at !== null && dayOf(at) > daysAgo(now, 60)),
        ),
      };
    },
  },
  {
    number: 22,
    asks: asked(22),
    optimal: [call('search_companies', { city: /boston/, owner: /none/ })],
    acceptable: [
      call('search_companies', { city: /boston/ }),
      call('needing_attention', { what: /companies/ }),
    ],
    expects({ world }) {
      const boston = world.companies.filter(({ address }) => address?.city === 'Boston');
      const free = boston.filter(({ assignee_id: owner }) => owner === null);
      return { names: namesOf(free), notNames: otherNames(free, boston) };
    },
  },
  {
    number: 23,
    asks: asked(23),
    optimal: [call('hygiene')],
    acceptable: [
      call('summarize', { by: /name|email|domain|phone/ }),
      call('search_people'),
      call('search_companies'),
    ],
    expects: ({ world }) => ({
      some: { atLeast: 4, of: [...namesOf(twins(world.companies)), ...namesOf(twins(world.people))] },
    }),
  },
  {
    number: 24,
    asks: asked(24),
    optimal: [
      call('summarize', { what: /people|opportunities/ }),
      call('search_people'),
      call('needing_attention', { what: /people/ }),
      call('hygiene'),
    ],
    acceptable: [call('search_opportunities'), call('search_companies')],
    expects({ world }) {
      const busy = new Set(
        world.opportunities.flatMap(({ status, company_id: id }) => (status === 'Open' && id ? [id] : [])),
      );
      const lacking = world.people.filter(
        ({ company_id: id, emails, title }) =>
          id !== null && busy.has(id) && (emails.length === 0 || (title ?? '') === ''),
      );
      return { some: { atLeast: 5, of: namesOf(lacking) } };
    },
  },
  {
    number: 35,
    asks: asked(35),
    optimal: [call('search_leads', { converted: /./ }), call('search_opportunities')],
    together: true,
    acceptable: [call('search_leads'), call('get_opportunity'), call('funnel', { what: /leads/ })],
    expects({ world }) {
      const converted = world.leads.filter(
        ({ converted_at: at }) => at !== null && dayOf(at).startsWith('2026-10'),
      );
      const deals = world.opportunities.filter(({ id }) =>
        converted.some(({ converted_opportunity_id: other }) => other === id),
      );
      return {
        names: namesOf(converted),
        numbers: deals.flatMap(({ monetary_value: value }) => (value === null ? [] : [value])),
      };
    },
  },
  {
    number: 28,
    asks: asked(28),
    optimal: [call('list_field_layout_by_entity_type')],
    expects: () => ({ names: ['Close Date', 'Pipeline'] }),
  },
  {
    number: 33,
    asks: asked(33),
    optimal: [call('list_tags'), call('search_people', { tags: /newsletter/ })],
    acceptable: [call('summarize', { what: /people/ })],
    expects: ({ world }) => ({
      numbers: [world.people.filter(({ tags }) => tags.includes('newsletter')).length],
    }),
  },
  {
    number: 34,
    asks: asked(34),
    optimal: [call('list_tags')],
    acceptable: [call('summarize', { by: /tags/ })],
    expects: () => ({ names: ['expo-2019', 'q3-callback', 'newsleter'] }),
  },
  {
    number: 6,
    asks: asked(6),
    optimal: [call('search_tasks', { due: /./ }), call('today')],
    acceptable: [call('search_tasks')],
    expects({ world, now }) {
      const overdue = world.tasks.filter(
        ({ assignee_id: id, status, due_date: due }) =>
          id === dana && status === 'Open' && due !== null && due <= now,
      );
      const late = overdue.filter(({ due_date: due }) => due !== null && dayOf(due) < dayOf(now));
      return { numbers: [[overdue.length, late.length]], some: { atLeast: 3, of: namesOf(overdue) } };
    },
  },
  {
    number: 7,
    asks: 'What were the last ten activities on the "8 New Copy Machines" deal of Dunder Mifflin?',
    optimal: [call('search_activities', { on: /copy machines|2827698/ })],
    acceptable: [
      call('search_activities'),
      call('get_opportunity_activities'),
      call('brief'),
      call('search_opportunities'),
    ],
    expects({ world }) {
      const deal = world.opportunities.find(({ name }) => name === '8 New Copy Machines');
      const done = world.activities.filter(
        ({ parent }) => parent.type === 'opportunity' && parent.id === deal?.id,
      );
      return { days: done.slice(0, 10).map(({ activity_date: at }) => dayOf(at)) };
    },
  },
  {
    number: 36,
    asks: asked(36),
    optimal: [call('search_tasks', { due: /week|2026-11/ }), call('list_users')],
    together: true,
    acceptable: [call('search_tasks'), call('today')],
    expects({ world }) {
      const team = world.users.find(({ id }) => id === dana)?.groups[0]?.id;
      const mates = world.users.filter(({ groups }) => groups.some(({ id }) => id === team));
      const due = world.tasks.filter(
        ({ status, assignee_id: owner, due_date: at }) =>
          status === 'Open' &&
          mates.some(({ id }) => id === owner) &&
          at !== null &&
          dayOf(at) >= '2026-11-23' &&
          dayOf(at) <= '2026-11-29',
      );
      return { numbers: [due.length], some: { atLeast: 3, of: namesOf(due) } };
    },
  },
  {
    number: 38,
    asks: 'What do last month\'s notes on the "8 New Copy Machines" deal say?',
    optimal: [call('search_activities', { on: /copy machines|2827698/ })],
    acceptable: [
      call('search_activities'),
      call('get_opportunity_activities'),
      call('brief'),
      call('search_opportunities'),
    ],
    expects: () => ({
      some: {
        atLeast: 4,
        of: ['legal', 'net 60', 'timing', 'vendor', 'references', 'voicemail', 'reporting', 'kick-off'],
      },
    }),
  },
];
