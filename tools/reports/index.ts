import type { Report } from '../../src/tool/report.ts';
import { brief } from './brief.ts';
import { dealsNeedingAttention } from './deals-needing-attention.ts';
import { find } from './find.ts';
import { pipelineChanges } from './pipeline-changes.ts';
import { summarize } from './summarize.ts';

/** All reports in reading order. */
export const reports: readonly Report[] = [find, brief, summarize, dealsNeedingAttention, pipelineChanges];
