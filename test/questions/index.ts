import { account } from './account.ts';
import { activities } from './activities.ts';
import type { Question } from './ask.ts';
import { deals } from './deals.ts';
import { people } from './people.ts';
import { totals } from './totals.ts';

/** Forty real questions of sales people, in their order. */
export const questions: readonly Question[] = [
  ...account,
  ...activities,
  ...deals,
  ...people,
  ...totals,
].sort((a, b) => a.number - b.number);
