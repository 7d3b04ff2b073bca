import type { Account } from './account.ts';
import { columnOf } from './cells.ts';
import type { Condition, Making } from './condition.ts';
import type { Fact } from './facts.ts';
import type { Kind } from './kind.ts';
import type { Question } from './question.ts';
import { createRandom } from './random.ts';
import { searchFor } from './searches.ts';

/** An answer of the product's that is known to be wrong, until it is mended: then the example no longer differs and the entry goes. */
export interface KnownDifference {
  /** What is wrong. */
  readonly what: string;
  /** The place of the account in `accountKinds` in which the example is asked first of all. */
  readonly account: number;
  /** The smallest question that shows it. */
  readonly example: (account: Account, making: Making) => Question;
  /** Whether what is wrong with the answer to a question is this. */
  readonly covers: (question: Question, wrong: string, account: Account) => boolean;
}

/** A search with one condition. */
export function oneCondition(
  account: Account,
  kind: Kind,
  name: string,
  value: unknown,
  keep: (fact: Fact) => boolean,
  own: boolean,
): Question {
  const condition: Condition = { slot: name, name, own, value, keep };
  const columns = kind.shown.flatMap((one) => columnOf(account, kind, one, false) ?? []);
  return searchFor(account, kind, [condition], { columns, limit: 0 }, createRandom(1));
}

/** A question as text. */
export const said = ({ input }: Question) => JSON.stringify(input);
