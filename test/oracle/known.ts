import type { Account } from './account.ts';
import { briefOf } from './briefs.ts';
import { changesFor } from './changes.ts';
import type { Condition } from './condition.ts';
import { deals } from './deals.ts';
import { type Fact, isThere } from './facts.ts';
import { type KnownDifference, oneCondition, said } from './known-difference.ts';
import type { Question } from './question.ts';
import { createRandom } from './random.ts';

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
    what: "under the contract's types, the lead that a record came from is not told, and filters take it for missing",
    account: 0,
    example: (account) =>
      oneCondition(account, deals, 'lead', 'any', ({ values }) => isThere(values.lead), false),
    covers: (question, wrong, { names }) =>
      names === 'contract' &&
      (/\blead of \d+ is ""/.test(wrong) || said(question).includes('{"name":"lead"')),
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
];
