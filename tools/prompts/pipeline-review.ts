import type { Prompt } from '../../src/tool/prompt.ts';
import { anyOwner, anyPipeline } from './inputs.ts';

/** What is open, what is stuck, what is late. */
export const pipelineReview: Prompt = {
  name: 'pipeline_review',
  title: 'Pipeline review',
  description: 'What is open in a pipeline, what is stuck and what is late.',
  arguments: [anyPipeline, anyOwner],
  text: `Review the open deals in Copper. Pipeline: {pipeline}. Owner: {owner}.
Add this pipeline and owner to each search of deals; go on by offset until all rows are read. Use in this order:
1. {list_pipelines}
2. {search_opportunities} status=Open sort=-value limit=25
3. {search_opportunities} status=Open closes=..yesterday limit=25
4. {search_opportunities} status=Open filters=[{"name":"date_stage_changed","value":"..-30d"}] limit=25
5. {search_opportunities} status=Open filters=[{"name":"interaction_date","value":"..-14d"}] limit=25
Answer with: a table of stages with number and total value of deals (each currency by itself); the five largest deals; deals past their close date; deals stuck in a stage or without contact, with owner and days; three things to do next. Say how many rows you read of how many.`,
};
