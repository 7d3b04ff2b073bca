import { z } from 'zod/v3';
import { type JsonObject, type JsonValue, numberOf } from '../../../src/tool/json.ts';
import { column, textField } from '../../../src/tool/record.ts';
import { defineReport, maxRequests, type ReportContext, type ReportTable } from '../../../src/tool/report.ts';
import { numbered, quoteIfAmbiguous } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { shortText } from '../../inputs/parameter.ts';
import { opportunityRecord } from '../../records/opportunity.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { dealInputs, listPaging, listWindow } from '../deals/deal-inputs.ts';
import { neededMembers, noCurrencies, noteUnreadable, valueFields } from '../deals/deal-values.ts';
import { datesNeeded, readDateRules } from './date-rules.ts';
import { createDealRanking } from './deal-ranking.ts';
import { hasNoNextStep, readNextStepColumns, unknownNextStep } from './next-step.ts';
import { createContactCheck } from './one-contact.ts';
import { readOpenTasks } from './open-tasks.ts';
import { createReasonCounts, findReasons, oneContact, type Reason, reasons } from './reasons.ts';
import { readThresholds, silentThreshold } from './thresholds.ts';
import { lookAhead } from './unreturned-dates.ts';

/** What is shown of a deal, and what its reasons and its rank need in addition. */
const shown = ['id', 'name', 'company', 'stage', 'owner', 'value', 'closes'];
const alsoRead = ['contact', 'last_contact', 'stage_since', 'created', ...valueFields];

/** Above this number of pages a scan may end before all are read: the largest deals then come first, although values may change meanwhile. */
const manyPages = 30;

/** Reasons that need other requests than those for the deals, or a field that few accounts have. */
const onRequest: readonly Reason[] = ['no_task', 'no_next_step', 'one_contact'];
const defaultReasons = reasons.filter((reason) => !onRequest.includes(reason));

/**
 * The ids of deals that have an open task, if `no_task` is asked for; if not all open tasks can be read, that reason is left out,
 * with a note.
 */
async function checkTasks(requested: readonly Reason[], context: ReportContext) {
  if (!requested.includes('no_task')) return { requested, withTask: new Set<JsonValue>() };
  const { ids: withTask, complete } = await readOpenTasks('opportunity', context);
  if (complete) return { requested, withTask };
  const others = requested.filter((reason) => reason !== 'no_task');
  const why = 'not all open tasks were read, so deals without one are unknown';
  if (others.length === 0)
    throw new ToolError('timeout', `No answer: ${why}. Raise max_requests, or ask again later.`);
  context.note(`no_task is left out: ${why}.`, 'gap');
  return { requested: others, withTask };
}

/**
 * Scans open deals by their creation, which no change moves; if there are too many to read all, the largest first.
 *
 * @param maxPages see `ReportContext.scan`
 */
export async function scanDeals(
  conditions: Readonly<Record<string, unknown>>,
  columns: Parameters<ReportContext['scan']>[2],
  { scan }: ReportContext,
  maxPages?: number,
) {
  const sorted = (sort: string) =>
    scan(searchOpportunities, { ...conditions, sort }, columns, undefined, { maxPages });
  const byCreation = await sorted('created');
  const largestFirst = (byCreation.pages ?? 0) > Math.min(manyPages, maxPages ?? manyPages);
  const deals = largestFirst ? await sorted('-value') : byCreation;
  return { deals, largestFirst };
}

/** The error for reasons of which this Copper tells nothing. */
const unknownReasonsError = (requested: readonly Reason[]) =>
  new ToolError(
    'rejected',
    `No answer: it is not known which deals are ${requested.join(' or ')}. This Copper returns no such dates, nor could deals be found by them. Ask for other reasons.`,
  );

/** Notes about what the reasons could not know. */
function createGapNotes(requested: readonly Reason[], { names, note }: ReportContext) {
  const seen = { emptyValues: 0, withoutCurrency: 0, withCurrency: 0 };
  return {
    look(deal: JsonObject) {
      noteUnreadable([deal], note);
      if (deal.monetary_unit) seen.withCurrency++;
      else if (numberOf(deal.monetary_value)) seen.withoutCurrency++;
      if (deal.pipeline_is_revenue === false && (deal.monetary_value ?? '') === '') seen.emptyValues++;
    },
    async noteGaps(stagesWithoutHistory: ReadonlySet<number>) {
      if (seen.withoutCurrency > 0 && seen.withCurrency === 0) note(noCurrencies);
      if (requested.includes('no_value') && seen.emptyValues > 0)
        note(
          `no_value does not count pipelines without revenue (${numbered(seen.emptyValues, 'has', 'have')} no value there).`,
        );
      if (stagesWithoutHistory.size === 0) return;
      const stages = (await names.all('stage')).filter(({ id }) => stagesWithoutHistory.has(id));
      const listed = stages
        .map(({ name, pipeline }) => `${quoteIfAmbiguous(name)} (${quoteIfAmbiguous(pipeline?.name ?? '')})`)
        .join(', ');
      note(`30 days were used for stages that too few deals have left to know the usual time: ${listed}.`);
    },
  };
}

/** Says of a deal that it has one contact, behind its other reasons. */
const withOneContact = (row: JsonObject): JsonObject => ({
  ...row,
  reasons: [row.reasons, oneContact].filter((text) => text !== '').join('; '),
});

/**
 * Adds the deals with one contact to what was found of them in the scan; returns their ids. If that cannot be known, the reason is added to
 * the unknown ones, with a note.
 *
 * @throws ToolError `rejected` if nothing else was asked for
 */
async function addOneContacts(
  contacts: ReturnType<typeof createContactCheck> | undefined,
  {
    ranking,
    counts,
    answerable,
    unknown,
  }: {
    readonly ranking: ReturnType<typeof createDealRanking>;
    readonly counts: ReturnType<typeof createReasonCounts>;
    readonly answerable: readonly Reason[];
    readonly unknown: Reason[];
  },
  { note }: ReportContext,
): Promise<{ readonly single: ReadonlySet<JsonValue>; readonly complete: boolean }> {
  const found = await contacts?.read();
  if (found === undefined) return { single: new Set(), complete: true };
  if ('unknown' in found) {
    if (answerable.length === 1) throw new ToolError('rejected', `No answer: ${found.unknown}.`);
    note(`${found.unknown}.`, 'gap');
    unknown.push('one_contact');
    return { single: new Set(), complete: true };
  }
  for (const deal of found.single) {
    if (deal.reasons === '') {
      counts.add(deal, [{ reason: 'one_contact' }]);
      ranking.add(deal);
    } else counts.addReason('one_contact', deal);
  }
  return { single: new Set(found.single.map(({ id }) => id ?? null)), complete: found.complete };
}

/**
 * Open deals with the reasons why they need attention, read in one scan; tasks and history are read before it, and only for the reasons
 * that need them. Only the deals that are shown, or were before `offset`, stay in memory.
 */
export const dealsNeedingAttention = defineReport({
  name: 'deals_needing_attention',
  title: 'Deals needing attention',
  description:
    'Which open deals need a look: silent (nobody has contacted them), late, stuck in their stage for too long, or with no next task, no primary contact, no close date, no value. The largest first, and counts per reason.',
  input: {
    reasons: z
      .array(z.enum(reasons))
      .describe(`default: all but ${onRequest.join(', ')}`)
      .optional(),
    silent: shortText.describe('days, default 14').optional(),
    stuck: shortText.describe('days (30), a day, or "usual": longer than usual for the stage').optional(),
    ...dealInputs,
    ...listPaging,
    ...maxRequests,
  },
  async run({ reasons: given = defaultReasons, silent, stuck, max_requests: _, ...input }, context) {
    const { columns, calendar, dayOf, note } = context;
    const { limit: _limit, offset: _offset, ...conditions } = input;
    const { limit, offset } = listWindow(input, 20, note);
    for (const [name, text] of Object.entries({ silent, stuck })) {
      if (text !== undefined && !given.some((reason) => reason === name))
        note(`${name} had no effect: reasons does not include it.`);
    }
    const latestContact = silentThreshold(silent, calendar);
    const { requested, withTask } = await checkTasks([...new Set(given)], context);
    const stuckAfter = await readThresholds(requested.includes('stuck') ? stuck : undefined, context);
    const nextStep = requested.includes('no_next_step') ? await readNextStepColumns(context) : [];
    const wanted = await columns(opportunityRecord, [...shown, ...alsoRead]);
    const open = { ...conditions, status: 'Open' };
    const { deals, largestFirst } = await scanDeals(open, [...wanted, ...nextStep], context);
    const { rows: ahead, unreturned } = await lookAhead(deals, [
      ...datesNeeded(requested),
      ...nextStep.slice(0, 1).flatMap(({ field }) => field.sourceFields),
    ]);
    const dates = await readDateRules(
      {
        requested,
        latestContact,
        limits: stuckAfter,
        searched: { tool: searchOpportunities, conditions: open, total: deals.total },
        unreturned,
      },
      context,
    );
    const unknown: Reason[] = [...dates.unknown, ...unknownNextStep(nextStep, unreturned, note)];
    const answerable = requested.filter((reason) => !unknown.includes(reason));
    if (answerable.length === 0) throw unknownReasonsError(requested);
    const rules = {
      closes: (deal: JsonObject) => dayOf(deal.close_date),
      today: calendar.day(calendar.now()),
      silentFor: dates.silentFor,
      stuckFor: dates.stuckFor,
      withTask,
      lacksNextStep: (deal: JsonObject) => hasNoNextStep(deal, nextStep),
    };
    const contacts = answerable.includes('one_contact') ? createContactCheck(context) : undefined;
    const ranking = createDealRanking(offset + limit);
    const counts = createReasonCounts(answerable);
    const gaps = createGapNotes(answerable, context);
    for await (const deal of ahead) {
      gaps.look(deal);
      const found = findReasons(deal, answerable, rules);
      const row = { ...neededMembers(deal, wanted), reasons: found.map(({ text }) => text).join('; ') };
      contacts?.add(row);
      if (found.length === 0) continue;
      counts.add(deal, found);
      ranking.add(row);
    }

    const sums = { ranking, counts, answerable, unknown };
    const { single, complete } = await addOneContacts(contacts, sums, context);
    if (largestFirst && !deals.complete) note('The deals with the largest values were read first.', 'gap');
    const rows = ranking
      .first()
      .slice(offset)
      .map((row) => (single.has(row.id ?? null) ? withOneContact(row) : row));
    const order = limit === 0 ? undefined : ranking.note(rows);
    if (order !== undefined) note(order);
    await gaps.noteGaps(stuckAfter.withoutHistory);
    const count = ranking.count();
    const list: ReportTable = {
      what: 'deals needing attention',
      form: 'page',
      columns: [
        ...wanted.slice(0, shown.length).map((one) => ({ ...one, requested: false })),
        column('reasons', textField('reasons')),
      ],
      rows,
      offset,
      ...(deals.complete && complete ? { total: count } : { total: undefined, minTotal: count }),
    };
    // Later pages do not repeat the counts.
    if (offset > 0 && limit > 0) return { tables: [list] };
    return { tables: limit === 0 ? [counts.table(unknown)] : [list, counts.table(unknown)] };
  },
});
