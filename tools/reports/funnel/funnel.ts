import { z } from 'zod/v3';
import { defineReport, maxRequests } from '../../../src/tool/report.ts';
import { shortText } from '../../inputs/parameter.ts';
import { noteDateWords } from '../../inputs/ranges.ts';
import { dealInputs, listPaging, listWindow } from '../deals/deal-inputs.ts';
import { wordMap } from '../summarize/read-dimensions.ts';
import { dealFunnel } from './deal-funnel.ts';
import { groupings } from './funnel-query.ts';
import { leadFunnel } from './lead-funnel.ts';

const kinds = ['deals', 'leads'] as const;

/** Other words for the kinds. */
const aliases = wordMap<(typeof kinds)[number]>(
  ['deals', 'deal, opportunities, opportunity'],
  ['leads', 'lead'],
);

const what = z.preprocess(
  (given) => (typeof given === 'string' ? (aliases.get(given.trim().toLowerCase()) ?? given) : given),
  z.enum(kinds).optional(),
);

/** How deals went from stage to stage, or what became of leads; of their history only what the feed tells is known. */
export const funnel = defineReport({
  name: 'funnel',
  title: 'Funnel',
  description:
    'Sales funnel: what share of deals goes on to the next stage and is won, where they are lost or stay long; velocity. Or how many leads convert.',
  input: {
    what,
    during: shortText.describe('entered a stage or were created; default -90d').optional(),
    cohort: z.boolean().describe('only those created in it').optional(),
    by: z.enum(groupings).describe('month: of creation').optional(),
    owner: dealInputs.owner,
    pipeline: dealInputs.pipeline,
    filters: dealInputs.filters.describe('field: value; custom fields'),
    ...listPaging,
    ...maxRequests,
  },
  async run(input, context) {
    const { what: kind, by, cohort, owner, pipeline, filters, max_requests } = input;
    const query = {
      during: noteDateWords('during', input.during ?? '-90d', context),
      cohort: cohort === true || by === 'month',
      by,
      pipeline,
      conditions: { owner, filters },
      maxRequests: max_requests,
      ...listWindow(input, 50, context.note),
    };
    if (by === 'month' && cohort !== true && kind !== 'leads')
      context.note('by=month counts only deals created in the period, followed to today.');
    const [first, ...others] = await (kind === 'leads' ? leadFunnel : dealFunnel)(query, context);
    if (first === undefined) throw new Error('A funnel has at least one table');
    return { tables: [first, ...others] };
  },
});
