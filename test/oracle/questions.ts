import { randomAttention } from './attention.ts';
import { randomBrief } from './briefs.ts';
import { randomChanges } from './changes.ts';
import type { Making } from './condition.ts';
import { randomFind } from './finds.ts';
import { randomFollowUps } from './follow-ups.ts';
import { randomFunnel } from './funnels.ts';
import { randomHygiene } from './hygiene.ts';
import { randomList } from './lists.ts';
import { randomMistake } from './mistakes.ts';
import type { Question } from './question.ts';
import { randomSearch, searchForNobody } from './searches.ts';
import { randomHistory, randomRecord, randomRelated, randomUser } from './single.ts';
import { randomSummary } from './summaries.ts';
import { randomLayout, randomTags } from './tags.ts';

/** How often each kind of question is asked, in parts of all. */
const mix: readonly (readonly [parts: number, make: (making: Making) => Question])[] = [
  [45, randomSearch],
  [4, searchForNobody],
  [4, randomMistake],
  [13, randomSummary],
  [5, randomAttention],
  [2, randomFollowUps],
  [1, randomHygiene],
  [6, randomChanges],
  [3, randomFunnel],
  [5, randomBrief],
  [5, randomFind],
  [5, randomHistory],
  [4, randomRecord],
  [3, randomRelated],
  [3, randomList],
  [1, randomTags],
  [1, randomLayout],
  [1, randomUser],
];

const parts = mix.reduce((sum, [share]) => sum + share, 0);

/** Any question to any tool. */
export function randomQuestion(making: Making): Question {
  let left = making.random.int(1, parts);
  for (const [share, make] of mix) {
    left -= share;
    if (left <= 0) return make(making);
  }
  throw new RangeError('the parts of the mix do not add up');
}
