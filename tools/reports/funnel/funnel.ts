import { z } from 'zod/v3';
import { defineReport, maxRequests } from '../../../src/tool/report.ts';
import { listedNames } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { filterName } from '../../inputs/filter-text.ts';
import { shortText } from '../../inputs/parameter.ts';
import { noteDateWords } from '../../inputs/ranges.ts';
import { dealInputs, listPaging, listWindow } from '../deals/deal-inputs.ts';
import { wordMap } from '../summarize/read-dimensions.ts';
import { dealFunnel } from './deal-funnel.ts';
import { groupings } from './funnel-query.ts';
import { leadFunnel } from './lead-funnel.ts';

const kinds = ['deals', 'leads'] as const;

/** Filters on what became of a record, by any of their names. */
const ofOutcome = /stage|status|pipeline|loss|probab|convert/i;

/** Says of filters on what became of records that rates are then not those of all; refuses the one that would leave converted leads out. */
function checkFilters(filters: readonly unknown[], isLeads: boolean, note: (text: string) => void): void {
  const names = filters.map((one) => filterName(one)).filter((name) => ofOutcome.test(name));
  if (isLeads && names.some((name) => /^include.converted/i.test(name)))
    throw new ToolError(
      'invalid_input',
      'Converted leads are always counted: leave out include_converted_leads.',
    );
  if (names.length > 0)
    note(
      `Filters by ${listedNames([...new Set(names)])} choose records by what became of them: rates and days are not those of all.`,
    );
}

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
    checkFilters(Array.isArray(filters) ? filters : [], kind === 'leads', context.note);
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
