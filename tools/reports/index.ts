import type { Report } from '../../src/tool/report.ts';
import { dealsNeedingAttention } from './deals-needing-attention.ts';
import { find } from './find.ts';
import { pipelineChanges } from './pipeline-changes.ts';

/** All reports in reading order. */
export const reports: readonly Report[] = [find, dealsNeedingAttention, pipelineChanges];
