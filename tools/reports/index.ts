import type { Report } from '../../src/tool/report.ts';
import { dealsNeedingAttention } from './attention/deals-needing-attention.ts';
import { needingAttention } from './attention/needing-attention.ts';
import { brief } from './brief/brief.ts';
import { pipelineChanges } from './changes/pipeline-changes.ts';
import { find } from './find/find.ts';
import { forecast } from './forecast/forecast.ts';
import { funnel } from './funnel/funnel.ts';
import { hygiene } from './hygiene/hygiene.ts';
import { summarize } from './summarize/summarize.ts';
import { today } from './today/today.ts';

/** All reports in reading order. */
export const reports: readonly Report[] = [
  find,
  brief,
  today,
  summarize,
  forecast,
  dealsNeedingAttention,
  needingAttention,
  hygiene,
  pipelineChanges,
  funnel,
];
