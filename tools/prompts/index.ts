import type { Prompt } from '../../src/tool/prompt.ts';
import { accountHygiene } from './account-hygiene.ts';
import { forecast } from './forecast.ts';
import { meetingBrief } from './meeting-brief.ts';
import { pipelineReview } from './pipeline-review.ts';
import { weeklyFollowUps } from './weekly-follow-ups.ts';

/** All prompts, in the order people read them. */
export const prompts: readonly Prompt[] = [
  pipelineReview,
  meetingBrief,
  forecast,
  weeklyFollowUps,
  accountHygiene,
];
