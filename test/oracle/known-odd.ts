import { columnOf } from './cells.ts';
import type { Condition } from './condition.ts';
import { deals } from './deals.ts';
import { isThere } from './facts.ts';
import type { KnownDifference } from './known-difference.ts';
import { createRandom } from './random.ts';
import { searchFor } from './searches.ts';

/** What differs where names are odd. */
export const oddDifferences: readonly KnownDifference[] = [
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
];
