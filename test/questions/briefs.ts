import assert from 'node:assert/strict';
import type { Question } from './ask.ts';
import type { ParsedAnswer, Part } from './parsed-answer.ts';
import { dayOf, userName } from './truth.ts';

function part({ parts }: ParsedAnswer, begins: string): Part {
  const found = parts.find(({ head }) => head.startsWith(begins));
  assert.ok(found !== undefined, `no part begins with ${begins}`);
  return found;
}

const [globex, jane] = ['Globex', 'jane@acme-robotics.example'];

/** Questions about one person, company or deal. */
export const briefs: readonly Question[] = [
  {
    number: 5,
    asks: 'Who at Globex is in the CRM, and when did we last talk?',
    async answer({ call, world }) {
      const answer = await call('brief', { about: `company =${globex}` });
      const company = world.companies.find(({ name }) => name === globex);
      const people = world.people.filter(({ company_id: id }) => id === company?.id);
      assert.ok(people.length > 0);
      const names = part(answer, 'people').rows.map(({ name }) => name);
      assert.deepEqual(names.toSorted(), people.map(({ name }) => name).toSorted());
      const last = world.companyContact.get(company?.id ?? 0);
      assert.ok(last !== undefined && answer.rows[0]?.last_contact?.startsWith(dayOf(last)));
    },
  },
  {
    number: 9,
    asks: 'Find jane@acme-robotics.example and sum up the history?',
    async answer({ call, world }) {
      const answer = await call('brief', { about: jane });
      const person = world.people.find(({ emails }) => emails.some(({ email }) => email === jane));
      assert.equal(Number(answer.rows[0]?.id), person?.id);
      const history = world.activities.filter(
        ({ parent }) => parent.type === 'person' && parent.id === person?.id,
      );
      assert.equal(part(answer, 'activities').total, history.length);
    },
  },
  {
    number: 20,
    asks: 'Brief me for my meeting with Jane Cooper at Acme Robotics?',
    async answer({ call, world }) {
      const answer = await call('brief', { about: 'Jane Cooper at Acme Robotics' });
      const person = world.people.find(({ name }) => name === 'Jane Cooper');
      assert.equal(Number(answer.rows[0]?.id), person?.id);
      const open = world.opportunities.filter(
        (deal) => deal.company_id === person?.company_id && deal.status === 'Open',
      );
      const told = answer.parts.find(({ head }) => head.includes('open deals'));
      assert.ok(open.every(({ id }) => told?.rows.some((row) => Number(row.id) === id)));
      const tasks = world.tasks.filter(
        ({ status, related_resource: about }) =>
          status === 'Open' && about?.type === 'person' && about.id === person?.id,
      );
      assert.equal(part(answer, 'open tasks').total, tasks.length);
    },
  },
  {
    number: 29,
    asks: 'Who owns Initech, and who else of us has talked to them?',
    async answer({ call, world }) {
      const answer = await call('brief', { about: 'company =Initech' });
      const company = world.companies.find(({ name }) => name === 'Initech');
      assert.equal(answer.rows[0]?.owner ?? '(none)', userName(world, company?.assignee_id ?? null));
      const contacts = world.activityTypes.filter((type) => type.count_as_interaction).map(({ id }) => id);
      const people = world.people.filter(({ company_id: id }) => id === company?.id).map(({ id }) => id);
      const talked = world.activities.filter(
        ({ type, parent }) =>
          type.category === 'user' &&
          contacts.includes(type.id) &&
          ((parent.type === 'company' && parent.id === company?.id) ||
            (parent.type === 'person' && people.includes(parent.id))),
      );
      const names = new Set(talked.map(({ user_id: id }) => userName(world, id)));
      const told = part(answer, 'colleagues').rows.map(({ who }) => String(who));
      assert.ok(told.length > 0 && told.every((name) => names.has(name)));
    },
  },
  {
    number: 38,
    asks: "What do last month's notes on this deal say?",
    async answer({ call, world }) {
      const notes = world.activities.filter(
        ({ type, parent, activity_date: at }) =>
          type.id === 0 &&
          type.category === 'user' &&
          parent.type === 'opportunity' &&
          dayOf(at).startsWith('2026-10'),
      );
      const deal = world.opportunities.find(({ id }) => id === notes[0]?.parent.id);
      assert.ok(deal !== undefined);
      const answer = await call('search_activities', {
        on: `opportunity ${deal.id}`,
        type: 'Note',
        date: 'last-month',
        fields: ['date', 'who', 'details'],
      });
      const own = notes.filter(({ parent }) => parent.id === deal.id);
      assert.equal(answer.total, own.length);
      const said = answer.rows.map(({ details }) => details).toSorted();
      assert.deepEqual(said, own.map(({ details }) => String(details).replace(/\s+/g, ' ')).toSorted());
    },
  },
  {
    number: 23,
    asks: 'Which contacts or companies may have been entered twice?',
    async answer({ call, world }) {
      for (const [what, rows] of [
        ['companies', world.companies],
        ['people', world.people],
      ] as const) {
        const answer = await call('summarize', { what, by: 'name', top: 50 });
        const twice = answer.rows.filter(({ name = '' }) => name.includes(' = '));
        assert.ok(twice.length > 0);
        for (const { name = '', count } of twice) {
          const named = [...name.matchAll(/\((\d+)\)/g)].map(([, id]) => Number(id));
          assert.ok(named.every((id) => rows.some((row) => row.id === id)));
          assert.ok(Number(count) >= named.length);
        }
        const exact = rows.filter(
          (row) => rows.filter((other) => other.name.toLowerCase() === row.name.toLowerCase()).length > 1,
        );
        const told = twice.map(({ name = '' }) => name).join('\n');
        assert.ok(exact.slice(0, 5).every(({ name }) => told.includes(name)));
      }
    },
  },
  {
    number: 24,
    asks: 'Which contacts at companies with open deals lack an e-mail or a title?',
    async answer({ call, world }) {
      const open = await call('summarize', {
        what: 'opportunities',
        by: 'company',
        status: 'Open',
        top: 200,
      });
      const companies = new Set(open.rows.map(({ company }) => company));
      const found = new Set<string>();
      for (const field of ['email', 'title']) {
        const filters = [
          { name: field, value: 'none' },
          { name: 'company', value: 'any' },
        ];
        const lacking = await call('summarize', {
          what: 'people',
          by: ['company', 'name'],
          filters,
          top: 200,
        });
        for (const { company, name = '' } of lacking.rows) {
          if (!companies.has(company)) continue;
          for (const [, id = ''] of name.matchAll(/\((\d+)\)/g)) found.add(id);
        }
      }
      const busy = new Set(
        world.opportunities.flatMap(({ status, company_id: id }) => (status === 'Open' && id ? [id] : [])),
      );
      const expected = world.people.filter(
        ({ company_id: id, emails, title }) =>
          id !== null && busy.has(id) && (emails.length === 0 || (title ?? '') === ''),
      );
      assert.ok(expected.length > 0);
      const missed = expected.filter(({ id }) => !found.has(String(id)));
      assert.deepEqual(missed, []);
    },
  },
];
