import assert from 'node:assert/strict';
import type { Person, World } from '../../src/sandbox/sandbox.ts';
import type { Question } from './ask.ts';
import type { Part } from './parsed-answer.ts';
import { ids, idsOf } from './truth.ts';

/** Without a number: those of the list of forty have one. */
type TidyingQuestion = Omit<Question, 'number'>;

const dana = 137_658;

const isFree = ({ assignee_id: owner }: { assignee_id: number | null }) => owner === null;
const isOpen = ({ status }: { status: string }) => status === 'Open';
const newLeads = ({ leads }: World) => leads.filter(({ converted_at: at }) => at === null);

/** The cell of a problem in a column of the table that counts. */
const count = (answer: Part, problem: string, kind: string) =>
  Number(answer.rows.find((row) => row.problem === problem)?.[kind]);

const letters = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/[^\p{L}]/gu, '')
    .toLowerCase();

/** People who have the name and the company of an older one. */
function secondEntries(people: readonly Person[]): Person[] {
  const seen = new Set<string>();
  return people
    .filter(({ company_name: company }) => company !== null)
    .toSorted((a, b) => a.date_created - b.date_created)
    .filter(({ name, company_name: company }) => {
      const key = `${letters(name)} ${letters(company ?? '')}`;
      const isSecond = seen.has(key);
      seen.add(key);
      return isSecond;
    });
}

/** Questions about what should be tidied up. */
export const hygieneQuestions: readonly TidyingQuestion[] = [
  {
    asks: 'Which contacts do we have twice?',
    async answer({ call, world }) {
      const answer = await call('hygiene', { what: 'people', limit: 100 });
      const told = answer.rows.filter(({ problems }) => /^same .*name/.test(problems ?? ''));
      const expected = secondEntries(world.people);
      assert.ok(expected.length > 0);
      assert.deepEqual(
        told.map(({ id }) => Number(id)).sort((a, b) => a - b),
        idsOf(expected),
      );
    },
  },
  {
    asks: 'Which companies share a web domain?',
    async answer({ call, world }) {
      const answer = await call('hygiene', { what: 'companies', limit: 100 });
      const told = answer.rows.filter(({ problems }) => /^same .*domain/.test(problems ?? ''));
      assert.ok(told.length > 1);
      for (const { problems = '', id } of told) {
        const [, other] = /\(company (\d+)\)/.exec(problems) ?? [];
        const [one, first] = [id, other].map((key) =>
          world.companies.find((each) => each.id === Number(key)),
        );
        const hosts = (company: typeof one) => [
          company?.email_domain,
          ...(company?.websites.map(({ url }) => url.replace('https://www.', '')) ?? []),
        ];
        assert.ok(hosts(one).some((host) => host && hosts(first).includes(host)));
      }
    },
  },
  {
    asks: 'How clean is our data?',
    async answer({ call, world }) {
      const answer = await call('hygiene', { limit: 0 });
      for (const [kind, rows] of [
        ['people', world.people],
        ['companies', world.companies],
        ['leads', newLeads(world)],
        ['deals', world.opportunities.filter(isOpen)],
      ] as const)
        assert.equal(count(answer, 'no_owner', kind), rows.filter(isFree).length);
    },
  },
  {
    asks: 'Do any contacts or leads have an invalid e-mail address?',
    async answer({ call, world }) {
      const answer = await call('hygiene', { what: ['people', 'leads'], limit: 0 });
      const all = [
        ...world.people.flatMap(({ emails }) => emails),
        ...newLeads(world).flatMap(({ email }) => email ?? []),
      ];
      assert.ok(all.every(({ email }) => /^[^@\s]+@[^@\s]+\.[a-z]+$/.test(email)));
      assert.equal(count(answer, 'invalid_email', 'people'), 0);
      assert.equal(count(answer, 'invalid_email', 'leads'), 0);
    },
  },
  {
    asks: 'Which open deals lack a field that is required?',
    async answer({ call, world }) {
      const answer = await call('hygiene', { what: 'deals', limit: 100 });
      const region = world.customFields.find(({ name }) => name === 'Region')?.id;
      const told = answer.rows.filter(({ problems }) => /missing .*Region/.test(problems ?? ''));
      const asking = world.pipelines
        .filter(({ name }) => name === 'Sales' || name === 'Enterprise')
        .map(({ id }) => id);
      const expected = world.opportunities.filter(
        (deal) =>
          isOpen(deal) &&
          asking.includes(deal.pipeline_id) &&
          deal.custom_fields.some((one) => one.custom_field_definition_id === region && one.value === null),
      );
      assert.ok(told.length > 0);
      const known = idsOf(expected);
      assert.ok(told.every(({ id }) => known.includes(Number(id))));
    },
  },
  {
    asks: 'Which of my records are incomplete?',
    async answer({ call, world }) {
      const answer = await call('hygiene', { owner: 'me', limit: 100 });
      const mine = new Set(
        [world.people, world.companies, world.leads, world.opportunities].flatMap((rows) =>
          rows.filter(({ assignee_id: owner }) => owner === dana).map(({ id }) => id),
        ),
      );
      assert.ok(answer.rows.length > 0 && ids(answer).every((id) => mine.has(id)));
      assert.ok(answer.rows.every(({ problems }) => !problems?.includes('no owner')));
    },
  },
  {
    asks: 'How many leads have no e-mail address?',
    async answer({ call, world }) {
      const answer = await call('hygiene', { what: 'leads', limit: 0 });
      assert.equal(
        count(answer, 'no_email', 'leads'),
        newLeads(world).filter(({ email }) => email === null).length,
      );
    },
  },
  {
    asks: 'Which leads are contacts already?',
    async answer({ call, world }) {
      const answer = await call('hygiene', { what: ['leads', 'people'], limit: 100 });
      const told = answer.rows.filter(
        ({ kind, problems }) => kind === 'lead' && problems?.includes('(person '),
      );
      const emails = new Set(world.people.flatMap((one) => one.emails.map(({ email }) => email)));
      const sameEmail = newLeads(world).filter(({ email }) => email !== null && emails.has(email.email));
      assert.equal(
        told.filter(({ problems }) => /same .*e-mail/.test(problems ?? '')).length,
        sameEmail.length,
      );
      const digits = (phones: readonly { number: string }[]) =>
        phones.map(({ number }) => number.replaceAll(/\D/g, ''));
      for (const { id, problems = '' } of told) {
        const lead = world.leads.find((one) => one.id === Number(id));
        const person = world.people.find((one) => problems.includes(`(person ${one.id})`));
        const same = digits(lead?.phone_numbers ?? []).some((one) =>
          digits(person?.phone_numbers ?? []).includes(one),
        );
        assert.ok(same || /same .*(?:e-mail|name)/.test(problems));
      }
    },
  },
  {
    asks: 'Which contacts without owner or e-mail should somebody complete?',
    async answer({ call, world }) {
      const answer = await call('hygiene', { what: 'people', limit: 0 });
      const { people } = world;
      assert.equal(count(answer, 'no_owner', 'people'), people.filter(isFree).length);
      assert.equal(
        count(answer, 'no_email', 'people'),
        people.filter(({ emails }) => emails.length === 0).length,
      );
    },
  },
  {
    asks: 'Show me the worst records of our CRM.',
    async answer({ call }) {
      const answer = await call('hygiene');
      assert.equal(answer.rows.length, 20);
      assert.ok(answer.rows.slice(0, 10).every(({ problems }) => /^same /.test(problems ?? '')));
      assert.ok((answer.total ?? 0) > 100);
    },
  },
];
