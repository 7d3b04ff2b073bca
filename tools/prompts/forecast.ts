import type { Prompt } from '../../src/tool/prompt.ts';
import { anyOwner, anyPipeline } from './inputs.ts';

/** What will come in, and how sure that is. */
export const forecast: Prompt = {
  name: 'forecast',
  title: 'Forecast',
  description: 'What is expected to be won in a period, weighted by the chance of winning.',
  arguments: [
    {
      name: 'period',
      description: 'e.g. this-month, next-quarter, 2026-11-01..2026-11-30; this quarter unless told',
      required: false,
      otherwise: 'this-quarter',
    },
    anyPipeline,
    anyOwner,
  ],
  text: `Forecast the deals in Copper. Period: {period}. Pipeline: {pipeline}. Owner: {owner}.
Add this pipeline and owner to each search; go on by offset until all rows are read. Use in this order:
1. {list_pipelines}
2. {search_opportunities} status=Open closes={period} sort=-value limit=25 fields=+probability
3. {search_opportunities} status=Won closes={period} sort=-value limit=25
4. {search_opportunities} status=Open closes=..yesterday limit=25
Weigh each open deal: value × probability / 100; where a deal has none, take its stage's from step 1. Never add up different currencies.
Answer with: won, open and weighted totals; a table by stage; the deals that decide the result; open deals past their close date, which you leave out of the totals. Copper keeps no date of winning: won deals are counted by their expected close date; say so.`,
};
