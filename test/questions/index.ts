import { account } from './account.ts';
import { activities } from './activities.ts';
import type { Question } from './ask.ts';
import { attention } from './attention.ts';
import { briefs } from './briefs.ts';
import { deals } from './deals.ts';
import { won } from './outcomes.ts';
import { people } from './people.ts';
import { totals } from './totals.ts';

/** Forty real questions of sales people, in their order. */
export const questions: readonly Question[] = [
  ...account,
  ...activities,
  ...attention,
  ...briefs,
  ...deals,
  ...won,
  ...people,
  ...totals,
].sort((a, b) => a.number - b.number);
