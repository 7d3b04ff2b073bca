import type { Account } from './account.ts';
import type { Making } from './condition.ts';
import type { Question } from './question.ts';

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
