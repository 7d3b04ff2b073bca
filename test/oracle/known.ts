import type { Account } from './account.ts';
import { briefOf } from './briefs.ts';
import { columnOf } from './cells.ts';
import { changesFor } from './changes.ts';
import { companies } from './companies.ts';
import type { Condition } from './condition.ts';
import { deals } from './deals.ts';
import { type Fact, isThere } from './facts.ts';
import { type KnownDifference, oneCondition, said } from './known-difference.ts';
import { oddDifferences } from './known-odd.ts';
import type { Question } from './question.ts';
import { createRandom } from './random.ts';
import { searchFor } from './searches.ts';
import { summaryOf } from './summaries.ts';
import { activities } from './work.ts';

/** What changed this year among deals of one condition. */
function changesOfYear(
  account: Account,
  name: string,
  value: unknown,
  keep: (fact: Fact) => boolean,
): Question {
  const span = { text: '2026', first: '2026-01-01', last: '2026-12-31' };
  const asked = { span, chosen: undefined, by: undefined, limit: 20, offset: 0 };
  const condition: Condition = { slot: name, name, own: false, value, keep };
  return changesFor(account, [condition], asked, { during: span.text }, createRandom(1));
}

/** What differs today. An entry whose example no longer differs has to be deleted: a test sees to that. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    what: 'a sign of negation before a name is not read: "!Won" finds what is won',
    account: 0,
    example: (account) => ({
      ...oneCondition(
        account,
        deals,
        'status',
        '!Won',
        ({ values }) => values['status number'] !== 'Won',
        true,
      ),
    }),
    covers: (question) => question.asksNot === true || said(question).includes('"!Won"'),
  },
  {
    what: "under the contract's types, the lead that a record came from is not told, and filters take it for missing",
    account: 0,
    example: (account) =>
      oneCondition(account, deals, 'lead', 'any', ({ values }) => isThere(values.lead), false),
    covers: (question, wrong, { names }) =>
      names === 'contract' &&
      (/\blead of \d+ is ""/.test(wrong) || said(question).includes('{"name":"lead"')),
  },
  {
    what: 'the filter priority=None finds records without a priority only, not those whose priority is None',
    account: 0,
    example: (account) =>
      oneCondition(
        account,
        deals,
        'priority',
        'None',
        ({ values }) => values['priority or none'] === 'None',
        false,
      ),
    covers: (question) => /"name":"priorit(?:y|ies)","value":"none"/i.test(said(question)),
  },
  {
    what: 'a filter on a field of a list takes one name only, although filters take lists',
    account: 0,
    example: (account) => {
      const ids = account.world.contactTypes.slice(0, 2).map(({ id }) => id);
      const names = account.world.contactTypes.slice(0, 2).map(({ name }) => name);
      return oneCondition(
        account,
        companies,
        'type',
        names,
        ({ values }) => ids.includes(Number(values.type)),
        false,
      );
    },
    covers: (_, wrong) => /There is no contact type "\["/.test(wrong),
  },
  {
    what: 'pipeline_changes takes a filter on the day of creation for its own',
    account: 0,
    example: (account) =>
      changesOfYear(account, 'created', '2026', ({ values }) =>
        account.zone.day(Number(values.created)).startsWith('2026'),
      ),
    covers: ({ tool }, wrong) => tool === 'pipeline_changes' && /_created_date is given twice/.test(wrong),
  },
  {
    what: 'pipeline_changes forgets a filter on ids',
    account: 0,
    example: (account) => {
      const ids = account
        .facts(deals)
        .slice(0, 2)
        .map(({ id }) => id);
      return changesOfYear(account, 'ids', ids, ({ id }) => ids.includes(id));
    },
    covers: (question) => question.tool === 'pipeline_changes' && said(question).includes('{"name":"ids"'),
  },
  {
    what: 'counts under way at once do not all learn which parameters Copper does not know: the first such question fails',
    account: 2,
    example: (account) => {
      const owner = {
        asked: 'owner',
        name: 'who',
        readings: [({ values }: Fact) => [account.nameOf('user', Number(values.who)) ?? []].flat()],
      };
      const asked = {
        account,
        kind: activities,
        dimensions: [owner],
        measures: [],
        top: undefined,
        span: undefined,
      };
      return summaryOf(asked, [], { by: ['owner'] });
    },
    covers: (_, wrong) => wrong.includes('Unrecognized attributes specified: user_ids'),
  },
  {
    what: 'a day that can be read in two ways is read month-first',
    account: 2,
    example: (account, { now }) => {
      const ambiguous = account
        .facts(deals)
        .find(
          ({ values: { closes } }) =>
            /-0[1-9]-0[1-9]$/.test(String(closes)) && String(closes).slice(5, 7) !== String(closes).slice(8),
        );
      const columns = ['id', 'closes'].flatMap((one) => columnOf(account, deals, one, true) ?? []);
      const only: Condition = {
        slot: 'ids',
        name: 'ids',
        own: false,
        value: [ambiguous?.id ?? 0],
        keep: ({ id }) => id === ambiguous?.id,
      };
      return searchFor(account, deals, [only], { columns, fields: ['id', 'closes'] }, createRandom(now));
    },
    covers: (_, wrong, { kind }) => kind.sandbox.closeDate === 'd/m/y' && /\bcloses of \d+ is/.test(wrong),
  },
  {
    what: "days of an account in another zone are told and searched in the product's, without a word",
    account: 7,
    example: (account) => {
      const dated = account.facts(companies).filter(({ values }) => isThere(values['Renewal date']));
      const day = String(dated[0]?.values['Renewal date']);
      return oneCondition(
        account,
        companies,
        'Renewal date',
        day,
        ({ values }) => values['Renewal date'] === day,
        false,
      );
    },
    covers: (question, wrong, { home, zone }) =>
      home !== zone && /Renewal date|Birthday|closes|400152|400407/.test(said(question) + wrong),
  },
  {
    what: 'a brief on a deal leaves out the other open deals of the company without a word, when it has to read lists first',
    account: 6,
    example: (account) => {
      const found = account
        .facts(deals)
        .find(({ values: { company_id, loss_reason, source, contact, name } }) => {
          const isPlain = /^[A-Z][a-z]+ [A-Z][a-z]+ [a-z]+ [a-z]+$/.test(String(name));
          return isPlain && [company_id, loss_reason, source, contact].every(isThere);
        });
      if (found === undefined) throw new Error('there is no lost deal');
      return briefOf(account, 'opportunity', found, `opportunity ${found.values.name}`);
    },
    covers: (_, wrong) => wrong === 'other open deals are not told',
  },
  ...oddDifferences,
];
