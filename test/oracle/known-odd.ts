import { columnOf } from './cells.ts';
import type { Condition } from './condition.ts';
import { deals } from './deals.ts';
import { byOwner } from './dimensions.ts';
import { isThere } from './facts.ts';
import { type KnownDifference, oneCondition, said } from './known-difference.ts';
import { createRandom } from './random.ts';
import { searchFor } from './searches.ts';
import { summaryOf } from './summaries.ts';
import { tasks } from './work.ts';

/** Names of the odd account that differ from others in signs and marks. */
const oddNames =
  /"(?:C|C\+\+|C#|⭐+|[<>] 50|カス|ガス|An[oñ]o?|Año|\$+|[-+]1|1[-.]10|A[+-]?|Q4[+-]|<3|99 %|#hot)\\?"/;

/** Its names that are numbers. */
const numericNames = /"(?:2026|2025|2024|1871|007|10|1|3)\\?"/;

/** What differs where names are odd. */
export const oddDifferences: readonly KnownDifference[] = [
  {
    what: 'names that differ in signs or marks only are taken for each other: "C" finds "C#"',
    account: 8,
    example: (account) =>
      oneCondition(account, deals, 'Region', 'C', ({ values }) => values.Region === 'C', false),
    covers: (question, _, { kind }) => kind.isOdd === true && oddNames.test(said(question)),
  },
  {
    what: 'names that are numbers are taken for ids: the pipeline "2026" finds nothing',
    account: 8,
    example: (account) => {
      const id = account.world.pipelines.find(({ name }) => name === '2026')?.id;
      return oneCondition(account, deals, 'pipeline', '2026', ({ values }) => values.pipeline === id, true);
    },
    covers: (question, _, { kind }) => kind.isOdd === true && numericNames.test(said(question)),
  },
  {
    what: 'amounts without a currency are told in that of the others',
    account: 8,
    example: (account) => {
      const ids = [true, false].flatMap(
        (has) =>
          account
            .facts(deals)
            .find(({ values: { value, currency } }) => value !== null && isThere(currency) === has)?.id ?? [],
      );
      const columns = ['id', 'value'].flatMap((one) => columnOf(account, deals, one, true) ?? []);
      const only: Condition = {
        slot: 'ids',
        name: 'ids',
        own: false,
        value: ids,
        keep: ({ id }) => ids.includes(id),
      };
      return searchFor(account, deals, [only], { columns, fields: ['id', 'value'] }, createRandom(1));
    },
    covers: (_, wrong, { kind }) => kind.isOdd === true && /\bvalue of \d+ is "\d+",/.test(wrong),
  },
  {
    what: 'two users of one name are groups that cannot be told apart',
    account: 8,
    example: (account) =>
      summaryOf(
        {
          account,
          kind: tasks,
          dimensions: [byOwner(account)],
          measures: [],
          top: undefined,
          span: undefined,
        },
        [],
        { by: ['owner'] },
      ),
    covers: (question, wrong, { kind }) =>
      kind.isOdd === true &&
      /"owner"/.test(said(question)) &&
      /groups are (?:shown|told)|no group .*dana li/.test(wrong),
  },
];
