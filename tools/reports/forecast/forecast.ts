import { z } from 'zod/v3';
import { isNotNumber, numberOf } from '../../../src/tool/json.ts';
import { defineReport, maxRequests, type ReportContext } from '../../../src/tool/report.ts';
import { numbered, numberedOf, quoted, sentences } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { shortText } from '../../inputs/parameter.ts';
import { noteDateWords } from '../../inputs/ranges.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { dealInputs } from '../deals/deal-inputs.ts';
import { createCurrencySums, dealValue, noteUnreadable } from '../deals/deal-values.ts';
import { type Pipelines, readPipelines } from '../summarize/pipelines.ts';
import { forecastGroupings } from './fitting-targets.ts';
import { forecastMoney, targetUnits } from './forecast-money.ts';
import { forecastTable } from './forecast-table.ts';
import { type DealQuery, type ForecastDeal, readForecastDeals } from './read-deals.ts';
import { readTargets } from './targets.ts';
import type { Days } from './targets-file.ts';

/** First and last day of a forecast. @throws ToolError `invalid_input` for a range with an open end */
function daysOf(text: string, context: ReportContext): Days {
  const { from, to } = context.calendar.days(noteDateWords('during', text, context));
  if (from !== undefined && to !== undefined) return { from, to };
  throw new ToolError(
    'invalid_input',
    `A forecast needs a first and a last day, and ${quoted(text)} has not both; write e.g. this-quarter or 2026-10-01..2026-12-31.`,
  );
}

/** `120000 USD, 30 EUR`: what deals are worth, each currency for itself. */
function worthOf(deals: readonly ForecastDeal[]): string {
  const sums = createCurrencySums();
  for (const { deal } of deals) sums.add(dealValue(deal));
  return sums
    .all()
    .map(({ value, unit }) => `${value} ${unit}`.trim())
    .join(', ');
}

/** Says which open deals are overdue: those within the period, which count, and those from before it, which do not. */
async function noteOverdue(
  open: readonly ForecastDeal[],
  { from, to, conditions }: DealQuery,
  { calendar, count, note }: ReportContext,
): Promise<void> {
  const today = calendar.day(calendar.now());
  const overdue = open.filter(({ day = today }) => day < today);
  const [has, have] = ['is overdue, its close date has passed', 'are overdue, their close dates have passed'];
  if (overdue.length > 0)
    note(
      `${numberedOf(overdue.length, open.length, ['open deal', 'open deals'], [has, have])} (${worthOf(overdue) || 'no value'}); still counted as open.`,
    );
  if (from > today || to < today) return;
  const before = calendar.day((calendar.range(from).from ?? 0) - 1);
  const earlier = await count(searchOpportunities, { ...conditions, status: 'Open', closes: `..${before}` });
  if (earlier !== undefined && earlier > 0)
    note(
      `${numbered(earlier, 'open deal', 'open deals')} with a close date before ${from} ${earlier === 1 ? 'is' : 'are'} not part of it.`,
    );
}

/** Says of which open deals the value or the win probability is not that of the deal. */
function noteGaps(
  deals: readonly ForecastDeal[],
  open: readonly ForecastDeal[],
  { note }: ReportContext,
): void {
  noteUnreadable(
    deals.map(({ deal }) => deal),
    note,
  );
  const empty = deals.filter(
    ({ deal }) => !isNotNumber(deal.monetary_value) && dealValue(deal) === undefined,
  ).length;
  if (empty > 0)
    note(
      `${numberedOf(empty, deals.length, ['deal', 'deals'], ['has', 'have'])} no value: counted, and not added up.`,
    );
  const valued = open.filter(({ deal }) => dealValue(deal) !== undefined);
  const byStage = valued.filter(
    ({ deal, percent }) => percent !== undefined && numberOf(deal.win_probability) === undefined,
  ).length;
  const without = valued.filter(({ percent }) => percent === undefined).length;
  const ofOpen = (number: number) =>
    numberedOf(number, valued.length, ['open deal', 'open deals'], ['has', 'have']);
  if (byStage > 0) note(`${ofOpen(byStage)} no win probability, and that of the stage is used.`);
  if (without > 0)
    note(`${ofOpen(without)} no win probability, nor is one of the stage known: not in weighted.`);
}

/** Deals that were won in a period, and open ones that are expected to close in it, against a target. */
export const forecast = defineReport({
  name: 'forecast',
  title: 'Forecast against target',
  description:
    'Will we make the number? A period against its target: won so far, commit, best case, weighted, gap, coverage.',
  input: {
    during: shortText.describe('default this-quarter').optional(),
    by: z.enum(forecastGroupings).optional(),
    target: z
      .array(shortText)
      .describe('"250000 USD", or each "Dana Li: 100k"; default: those that are set up')
      .optional(),
    owner: dealInputs.owner,
    pipeline: dealInputs.pipeline,
    filters: dealInputs.filters,
    ...maxRequests,
  },
  async run(input, context) {
    const { note } = context;
    const days = daysOf(input.during ?? 'this-quarter', context);
    const { owner, pipeline, filters } = input;
    const texts = (value: unknown) => (Array.isArray(value) ? value.map(String) : undefined);
    const targets = await readTargets(
      {
        ...days,
        by: input.by,
        target: input.target,
        owner: texts(owner),
        pipeline: texts(pipeline),
        isNarrowed: filters !== undefined,
      },
      context,
    );
    const query = { ...days, conditions: { owner, pipeline, filters } };
    const pipelines: Pipelines = await readPipelines(context);
    const { deals, rule, isEstimate } = await readForecastDeals(query, pipelines, context);
    const open = deals.filter(({ part }) => part !== 'won');
    const fitting = targets.fitting(targetUnits(deals, note));
    const shownTargets = [fitting.whole, ...fitting.groups.values()].flat();
    const won = isEstimate
      ? ''
      : "won: deals that changed to Won in the period, with today's owners and values; those created as won show no change, and are not in it.";
    note(sentences(won, 'open: all open deals that close in the period.'));
    note(rule.note());
    if (shownTargets.length > 0) note('gap: target − won. coverage: open ÷ gap.');
    else if (targets.ifNone !== '') note(targets.ifNone);
    await noteOverdue(open, query, context);
    noteGaps(deals, open, context);
    const what = `forecast ${days.from}..${days.to}`;
    const money = forecastMoney(deals, shownTargets);
    return {
      tables: [await forecastTable(deals, { what, by: targets.by, targets: fitting, money }, context)],
    };
  },
});
