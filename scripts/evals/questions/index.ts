import type { EvalQuestion } from '../question.ts';
import { dealQuestions } from './deals.ts';
import { limitQuestions } from './limits.ts';
import { outcomeQuestions } from './outcomes.ts';
import { recordQuestions } from './records.ts';
import { reportQuestions } from './reports.ts';
import { totalQuestions } from './totals.ts';

/** The sixty questions that a model is asked, in their order. */
export const evalQuestions: readonly EvalQuestion[] = [
  ...dealQuestions,
  ...totalQuestions,
  ...outcomeQuestions,
  ...recordQuestions,
  ...reportQuestions,
  ...limitQuestions,
].sort((a, b) => a.number - b.number);
