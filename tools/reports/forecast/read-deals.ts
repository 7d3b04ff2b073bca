import { type JsonObject, numberOf } from '../../../src/tool/json.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { numbered } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { opportunityRecord } from '../../records/opportunity.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { createStageOrder, pipelineEventsOf } from '../changes/events.ts';
import { lastStatusEvents } from '../changes/outcomes.ts';
import { readPeriod } from '../changes/read-period.ts';
import { neededMembers, valueFields } from '../deals/deal-values.ts';
import type { Pipelines } from '../summarize/pipelines.ts';
import { type Category, type CategoryRule, readCategoryRule } from './categories.ts';
import type { Days } from './targets-file.ts';

/** A deal of a forecast. */
export interface ForecastDeal {
  readonly deal: JsonObject;
  /** What it counts as. */
  readonly part: 'won' | Category;
  /** The day on which it was won, or is expected to close. */
  readonly day: string | undefined;
  /** The win probability of an open deal in percent; undefined if neither it nor its stage has one. */
  readonly percent: number | undefined;
}

/** Which deals are read. */
export interface DealQuery extends Days {
  /** Inputs of the deal search. */
  readonly conditions: Readonly<Record<string, unknown>>;
}

/** Above this number of pages of open deals, the won ones are read first: they are fewer, and requests may run out. */
const manyPages = 30;

const fields = ['id', 'owner', 'pipeline', 'stage', 'closes', 'probability', 'created', ...valueFields];

/** When each deal was won, as far as it is known. */
interface WonDeals {
  readonly deals: readonly { readonly deal: JsonObject; readonly at: number }[];
  readonly isComplete: boolean;
}

/** Deals whose last change of status in these days was to Won, by the feed of changes. */
async function wonByFeed({ from, to, conditions }: DealQuery, context: ReportContext): Promise<WonDeals> {
  const { calendar } = context;
  const today = calendar.day(calendar.now());
  if (from > today) return { deals: [], isComplete: true };
  const during = `${from}..${to < today ? to : today}`;
  const stages = createStageOrder([]);
  const period = await readPeriod({ during, kinds: ['won'], conditions }, stages, context);
  const won = lastStatusEvents(pipelineEventsOf(period, stages)).filter(({ kind }) => kind === 'won');
  return { deals: won.map(({ deal, at }) => ({ deal, at })), isComplete: period.complete };
}

/** Deals that are won and were expected to close in these days: what is left if the feed of changes cannot be read. */
async function wonByCloseDate(
  { from, to, conditions }: DealQuery,
  context: ReportContext,
): Promise<readonly JsonObject[]> {
  const columns = await context.columns(opportunityRecord, fields);
  const input = { ...conditions, status: 'Won', closes: `${from}..${to}`, sort: 'created' };
  const deals: JsonObject[] = [];
  for await (const row of await context.scan(searchOpportunities, input, columns))
    deals.push(neededMembers(row, columns));
  return deals;
}

/** Errors that mean that this Copper, or this key, does not give the feed of changes. */
const withoutFeed = ['forbidden', 'rejected', 'not_found'];

/** Deals, and whether which of them were won is an estimate. */
interface ReadWon {
  readonly deals: readonly ForecastDeal[];
  readonly isEstimate: boolean;
}

async function readWon(query: DealQuery, context: ReportContext): Promise<ReadWon> {
  const { calendar, dayOf, note } = context;
  const asDeal = (deal: JsonObject, day: string | undefined): ForecastDeal => ({
    deal,
    part: 'won',
    day,
    percent: undefined,
  });
  try {
    const { deals, isComplete } = await wonByFeed(query, context);
    if (!isComplete) note('won is what was read: there may be more.', 'gap');
    return { deals: deals.map(({ deal, at }) => asDeal(deal, calendar.day(at))), isEstimate: false };
  } catch (error) {
    if (!(error instanceof ToolError) || !withoutFeed.includes(error.kind)) throw error;
    note(
      `won is an estimate: the changes of status could not be read (${error.kind}), so deals that are won count by their close date, which is not when they were won.`,
      'gap',
    );
    const deals = await wonByCloseDate(query, context);
    return { deals: deals.map((deal) => asDeal(deal, dayOf(deal.close_date))), isEstimate: true };
  }
}

/** Open deals that are expected to close in these days, overdue ones among them. */
async function startOpen(
  { from, to, conditions }: DealQuery,
  rule: CategoryRule,
  { probabilities }: Pipelines,
  context: ReportContext,
) {
  const columns = [...(await context.columns(opportunityRecord, fields)), ...rule.reads];
  const input = { ...conditions, status: 'Open', closes: `${from}..${to}`, sort: 'created' };
  const scan = await context.scan(searchOpportunities, input, columns);
  return {
    pages: scan.pages ?? 0,
    async read(): Promise<readonly ForecastDeal[]> {
      const found: ForecastDeal[] = [];
      for await (const row of scan) {
        const deal = neededMembers(row, columns);
        const percent = numberOf(deal.win_probability) ?? probabilities.get(deal.pipeline_stage_id ?? null);
        found.push({ deal, part: 'other', day: context.dayOf(deal.close_date), percent });
      }
      if (!scan.complete)
        context.note('commit, best_case, open and weighted are what was read: there may be more.', 'gap');
      return found;
    },
  };
}

/** Without deals in pipelines without revenue, which are done and not won; of open ones it is said. */
function withRevenue(
  deals: readonly ForecastDeal[],
  { nonRevenue }: Pipelines,
  note: (text: string) => void,
): readonly ForecastDeal[] {
  const isRevenue = ({ deal }: ForecastDeal) =>
    deal.pipeline_is_revenue !== false && !nonRevenue.has(deal.pipeline_id ?? null);
  const others = deals.filter((one) => one.part !== 'won' && !isRevenue(one)).length;
  if (others > 0)
    note(
      `${numbered(others, 'open deal', 'open deals')} in pipelines without revenue ${others === 1 ? 'is' : 'are'} left out.`,
    );
  return deals.filter(isRevenue);
}

/**
 * Deals that were won within days, and open ones that are expected to close in them, each once: one that was won while they were read
 * counts as won, and one that is open although its last recorded change was to Won counts as open.
 */
export async function readForecastDeals(
  query: DealQuery,
  pipelines: Pipelines,
  context: ReportContext,
): Promise<ReadWon & { readonly rule: CategoryRule }> {
  const rule = await readCategoryRule(context);
  const startedAt = context.calendar.now();
  const open = await startOpen(query, rule, pipelines, context);
  const wonFirst = open.pages > manyPages ? await readWon(query, context) : undefined;
  const openDeals = await open.read();
  const { deals: wonDeals, isEstimate } = wonFirst ?? (await readWon(query, context));

  const today = context.calendar.day(startedAt);
  const openIds = new Set(openDeals.map(({ deal }) => deal.id));
  const isWonNow = ({ deal, day }: ForecastDeal) =>
    !openIds.has(deal.id) || (wonFirst === undefined && day === today);
  const won = wonDeals.filter(isWonNow);
  const reopened = wonDeals.length - won.length;
  if (reopened > 0)
    context.note(
      `${numbered(reopened, 'deal', 'deals')} recorded as won ${reopened === 1 ? 'is' : 'are'} open today: counted as open.`,
    );
  const wonIds = new Set(won.map(({ deal }) => deal.id));
  const all = [...won, ...openDeals.filter(({ deal }) => !wonIds.has(deal.id))];
  const deals = withRevenue(all, pipelines, context.note).map((one) =>
    one.part === 'won' ? one : { ...one, part: rule.of(one.deal, one.percent) },
  );
  return { deals, rule, isEstimate };
}
