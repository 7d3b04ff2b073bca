import assert from 'node:assert/strict';
import type { World } from '../../src/sandbox/sandbox.ts';
import type { Asking, Question } from './ask.ts';
import type { Part } from './parsed-answer.ts';
import { dayOf, ids, idsOf } from './truth.ts';

/** Without a number: those of the list of forty have one. */
type FollowUpQuestion = Omit<Question, 'number'>;

const day = 86_400;
const dana = 137_658;

const isFree = ({ assignee_id: owner }: { assignee_id: number | null }) => owner === null;
const isOpen = ({ status }: { status: string }) => status === 'Open';
const newLeads = ({ leads }: World) => leads.filter(({ converted_at: at }) => at === null);

/** The rows are some of these records, and so is their number. */
function tells(answer: Part, expected: readonly { id: number }[]): void {
  assert.ok(expected.length > 0);
  assert.equal(answer.total, expected.length);
  const known = idsOf(expected);
  assert.ok(answer.rows.length > 0 && ids(answer).every((id) => known.includes(id)));
}

const silentFor = (days: number, now: number) => (at: number | null) =>
  at === null || dayOf(at) <= dayOf(now - days * day);

/** Ids of the people that are linked to each open deal, its own contact among them. */
function dealTeams({ opportunities, connections }: World): Map<number, Set<number>> {
  const teams = new Map(
    opportunities
      .filter(isOpen)
      .map(({ id, primary_contact_id: contact }) => [id, new Set(contact === null ? [] : [contact])]),
  );
  for (const pair of connections) {
    const deal = pair.find(({ type }) => type === 'opportunity');
    const person = pair.find(({ type }) => type === 'person');
    if (deal !== undefined && person !== undefined) teams.get(deal.id)?.add(person.id);
  }
  return teams;
}

/** Records with an open task from today on. */
const planned = ({ tasks }: World, type: string, now: number) =>
  new Set(
    tasks.flatMap(({ status, due_date: due, related_resource: about }) =>
      isOpen({ status }) && due !== null && dayOf(due) >= dayOf(now) && about?.type === type
        ? [about.id]
        : [],
    ),
  );

const followUps = async ({ call }: Asking, input: Record<string, unknown>) =>
  call('needing_attention', input);

/** Questions about whom to get back to. */
export const followUpQuestions: readonly FollowUpQuestion[] = [
  {
    asks: 'Which of my contacts have I not talked to for three months?',
    async answer(asking) {
      const answer = await followUps(asking, {
        what: 'people',
        reasons: 'silent',
        silent: 90,
        owner: 'me',
        limit: 100,
      });
      const isSilent = silentFor(90, asking.now);
      tells(
        answer,
        asking.world.people.filter(
          (one) =>
            one.assignee_id === dana && isSilent(one.date_last_contacted) && isSilent(one.date_created),
        ),
      );
    },
  },
  {
    asks: 'Which new leads has nobody answered yet?',
    async answer(asking) {
      const answer = await followUps(asking, { what: 'leads', reasons: 'unanswered' });
      tells(
        answer,
        newLeads(asking.world).filter(
          ({ date_last_contacted: at, date_created: born }) =>
            at === null && dayOf(born) <= dayOf(asking.now - 2 * day),
        ),
      );
    },
  },
  {
    asks: 'Which leads does nobody own?',
    async answer(asking) {
      tells(
        await followUps(asking, { what: 'leads', reasons: 'no_owner' }),
        newLeads(asking.world).filter(isFree),
      );
    },
  },
  {
    asks: 'Which customers have gone quiet?',
    async answer(asking) {
      const answer = await followUps(asking, { what: 'companies', reasons: 'silent' });
      const isSilent = silentFor(60, asking.now);
      const { companies, companyContact } = asking.world;
      tells(
        answer,
        companies.filter(
          ({ id, date_created: born }) => isSilent(companyContact.get(id) ?? null) && isSilent(born),
        ),
      );
    },
  },
  {
    asks: 'Which of my contacts have neither an e-mail address nor a phone number?',
    async answer(asking) {
      const answer = await followUps(asking, {
        what: 'people',
        reasons: ['no_email', 'no_phone'],
        owner: 'me',
        limit: 100,
      });
      const both = asking.world.people.filter(
        (one) => one.assignee_id === dana && one.emails.length === 0 && one.phone_numbers.length === 0,
      );
      const told = answer.rows.filter(({ reasons }) => reasons === 'no e-mail; no phone');
      assert.ok(both.length > 0);
      assert.deepEqual(
        told.map(({ id }) => Number(id)).sort((a, b) => a - b),
        idsOf(both),
      );
    },
  },
  {
    asks: 'Which of my leads have no next task?',
    async answer(asking) {
      const answer = await followUps(asking, { what: 'leads', reasons: 'no_next_task', owner: 'me' });
      const busy = planned(asking.world, 'lead', asking.now);
      tells(
        answer,
        newLeads(asking.world).filter((one) => one.assignee_id === dana && !busy.has(one.id)),
      );
    },
  },
  {
    asks: 'Which Boston companies have nothing planned?',
    async answer(asking) {
      const answer = await followUps(asking, {
        what: 'companies',
        reasons: 'no_next_task',
        filters: 'city: Boston',
      });
      const busy = planned(asking.world, 'company', asking.now);
      tells(
        answer,
        asking.world.companies.filter(({ id, address }) => address?.city === 'Boston' && !busy.has(id)),
      );
    },
  },
  {
    asks: 'How many people are without an owner, and how many without e-mail?',
    async answer(asking) {
      const answer = await followUps(asking, { what: 'people', reasons: ['no_owner', 'no_email'], limit: 0 });
      const told = answer.rows.map(({ reason, people }) => [reason, Number(people)]);
      const { people } = asking.world;
      assert.deepEqual(told.slice(0, 2), [
        ['no_owner', people.filter(isFree).length],
        ['no_email', people.filter(({ emails }) => emails.length === 0).length],
      ]);
    },
  },
  {
    asks: 'Which of my deals depend on one contact?',
    async answer({ call, world }) {
      const answer = await call('deals_needing_attention', {
        reasons: 'one_contact',
        owner: 'me',
        limit: 100,
        max_requests: 100,
      });
      const teams = dealTeams(world);
      tells(
        answer,
        world.opportunities.filter((deal) => deal.assignee_id === dana && teams.get(deal.id)?.size === 1),
      );
    },
  },
  {
    asks: 'Which deals closing this month have no next step?',
    async answer({ call, world }) {
      const answer = await call('deals_needing_attention', { reasons: 'no_next_step', closes: 'this-month' });
      const field = world.customFields.find(({ name }) => name === 'Next step')?.id;
      tells(
        answer,
        world.opportunities.filter(
          ({ status, close_date: at, custom_fields: all }) =>
            status === 'Open' &&
            typeof at === 'number' &&
            dayOf(at).startsWith('2026-11') &&
            all.some((one) => one.custom_field_definition_id === field && one.value === null),
        ),
      );
    },
  },
];
