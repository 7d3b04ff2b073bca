import { z } from 'zod/v3';
import type { JsonObject } from '../../../src/tool/json.ts';
import { textField } from '../../../src/tool/record.ts';
import { column, defineReport, maxRequests, type ReportTable } from '../../../src/tool/report.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { words } from '../../inputs/words.ts';
import { opportunityRecord } from '../../records/opportunity.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { readDealsWithTasks } from './busy-deals.ts';
import { createDealRanking } from './ranking.ts';
import { findReasons, reasons } from './reasons.ts';
import { createReasonCounts } from './tally.ts';
import { silentLimit, stuckLimits } from './thresholds.ts';
import { dealInputs, dealConditions } from '../deals/deal-inputs.ts';
import { neededMembers } from '../deals/members.ts';
import { dealValue } from '../deals/money.ts';
import { listPaging, readPaging } from '../deals/paging.ts';

/** What is shown of a deal, and what its reasons and its place need beside that. */
const shown = ['id', 'name', 'company', 'stage', 'owner', 'value', 'closes'];
const read = [
  ...['contact', 'last_contact', 'stage_since', 'created'],
  ...['pipeline_is_revenue', 'converted_value', 'converted_unit'],
];

/** Pages above which a sweep may end before all are read: the largest deals then come first, although values may change meanwhile. */
const manyPages = 30;

/** Reasons that cost no more than the deals themselves. */
const usualReasons = reasons.filter((reason) => reason !== 'no_task');

/**
 * Open deals with the reasons why somebody should look at them, read in one sweep; tasks and history are read before it, and only for the
 * reasons that need them. Of the deals only those that are shown, or were before `offset`, are kept.
 */
export const dealsNeedingAttention = defineReport({
  name: 'deals_needing_attention',
  title: 'Deals needing attention',
  description:
    'Open deals that are overdue, silent, stuck in their stage, or lack something; the largest first, and counts per reason.',
  input: {
    reasons: z.array(z.enum(reasons)).describe('usual: all but no_task').optional(),
    silent: words.describe('days, usual 14').optional(),
    stuck: words.describe('days (30), a day, or "usual": longer than usual for the stage').optional(),
    ...dealInputs,
    ...listPaging,
    ...maxRequests,
  },
  async run(input, context) {
    const { sweep, columns, calendar, dayOf, names, note } = context;
    const { limit, offset } = readPaging(input, 20, note);
    let asked = input.reasons ?? usualReasons;
    for (const name of ['silent', 'stuck'] as const) {
      if (input[name] !== undefined && !asked.includes(name))
        note(`${name} was not looked for: reasons does not name it.`);
    }
    const silent = silentLimit(input.silent, calendar);
    const busy = asked.includes('no_task') ? await readDealsWithTasks(context) : new Set<never>();
    if (busy === undefined) {
      asked = asked.filter((reason) => reason !== 'no_task');
      const why = 'not all open tasks were read, so deals without one cannot be told';
      if (asked.length === 0)
        throw new ToolError('timeout', `No answer: ${why}. Raise max_requests, or ask again later.`);
      note(`no_task is left out: ${why}.`);
    }
    const { stuck, unknown } = await stuckLimits(asked.includes('stuck') ? input.stuck : undefined, context);
    const rules = {
      closes: (deal: JsonObject) => dayOf(deal.close_date),
      day: calendar.day,
      today: calendar.day(calendar.now()),
      silent,
      stuck,
      busy: busy ?? new Set<never>(),
    };

    const wanted = await columns(opportunityRecord, [...shown, ...read]);
    const where = { ...dealConditions(input), status: 'Open' };
    const steady = await sweep(searchOpportunities, { ...where, sort: 'created' }, wanted);
    const isMuch = (steady.pages ?? 0) > manyPages;
    const deals = isMuch ? await sweep(searchOpportunities, { ...where, sort: '-value' }, wanted) : steady;
    const ranking = createDealRanking(offset + limit);
    const tally = createReasonCounts(asked);
    const seen = { deals: 0, contacts: 0, worthless: 0 };
    for await (const deal of deals) {
      seen.deals++;
      if (typeof deal.date_last_contacted === 'number') seen.contacts++;
      if (deal.pipeline_is_revenue === false && dealValue(deal) === undefined) seen.worthless++;
      const found = findReasons(deal, asked, rules);
      if (found.length === 0) continue;
      tally.add(deal, found);
      ranking.add({ ...neededMembers(deal, wanted), reasons: found.map((one) => one.text).join('; ') });
    }

    if (isMuch && !deals.complete) note('The deals with the largest values were read first.');
    const rows = ranking.first().slice(offset);
    const order = limit === 0 ? undefined : ranking.note(rows);
    if (order !== undefined) note(order);
    if (asked.includes('silent') && seen.deals > 0 && seen.contacts === 0)
      note('No deal carries a last contact: none was contacted, or this Copper does not tell it.');
    if (asked.includes('no_value') && seen.worthless > 0)
      note(`no_value does not count pipelines without revenue (${seen.worthless} without a value there).`);
    if (unknown.size > 0) {
      const stages = (await names.all('stage')).filter(({ id }) => unknown.has(id));
      const listed = stages.map(({ name, pipeline }) => `${name} (${pipeline?.name})`).join(', ');
      note(`Too few deals left these stages to know what is usual, 30 days were taken: ${listed}.`);
    }
    const count = ranking.count();
    const list: ReportTable = {
      what: 'deals needing attention',
      form: 'page',
      columns: [
        ...wanted.slice(0, shown.length).map((one) => ({ ...one, asked: false })),
        column('reasons', textField('reasons')),
      ],
      rows,
      offset,
      ...(deals.complete ? { total: count } : { total: undefined, minTotal: count }),
    };
    // Whoever goes on has the counts already.
    if (offset > 0 && limit > 0) return { tables: [list] };
    return { tables: limit === 0 ? [tally.table()] : [list, tally.table()] };
  },
});
