import type { JsonObject } from '../../../src/tool/json.ts';
import { column, textField } from '../../../src/tool/record.ts';
import type { ReportContext, ReportTable } from '../../../src/tool/report.ts';
import { opportunityRecord } from '../../records/opportunity.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { readDateRules } from '../attention/date-rules.ts';
import { createDealRanking } from '../attention/deal-ranking.ts';
import { scanDeals } from '../attention/deals-needing-attention.ts';
import { readThresholds, silentThreshold } from '../attention/thresholds.ts';
import { lookAhead } from '../attention/unreturned-dates.ts';
import { neededMembers, noteUnreadable, noteWithoutCurrencies, valueFields } from '../deals/deal-values.ts';
import { type Day, dayTable } from './section.ts';

const shown = ['id', 'name', 'company', 'stage', 'value', 'closes'];

const closingDeals = { name: 'deal closing this week', plural: 'deals closing this week' };

/** Open deals that should close this week, the next first. */
export async function closingTables(day: Day, context: ReportContext): Promise<readonly ReportTable[]> {
  const { columns, scan, calendar, dayOf } = context;
  const wanted = await columns(opportunityRecord, shown);
  const { from, to } = calendar.days('this-week');
  const input = { owner: day.owner, status: ['Open'], closes: `${from}..${to}`, sort: 'created' };
  const deals = await scan(searchOpportunities, input, wanted, undefined, { noun: closingDeals });
  const rows: JsonObject[] = [];
  for await (const deal of deals) rows.push(neededMembers(deal, wanted));
  const closes = (deal: JsonObject) => dayOf(deal.close_date) ?? '';
  rows.sort((a, b) => closes(a).localeCompare(closes(b)) || Number(a.id) - Number(b.id));
  const instead = `{search_opportunities} owner=${day.ownerText} status=Open closes=this-week`;
  return [
    dayTable(
      {
        what: 'deals closing this week',
        columns: asShown(wanted),
        rows,
        ...(deals.complete ? { total: rows.length } : { total: undefined, minTotal: rows.length }),
        instead,
      },
      day,
    ),
  ];
}

/** Open deals without contact for 14 days, as {deals_needing_attention} finds them, the largest first. */
export async function silentTables(day: Day, context: ReportContext): Promise<readonly ReportTable[]> {
  const { columns, calendar, note } = context;
  const conditions = { owner: day.owner };
  const wanted = await columns(opportunityRecord, [...shown, 'last_contact', ...valueFields]);
  const { deals, largestFirst } = await scanDeals(conditions, wanted, context, day.maxPages.deals);
  const { rows, unreturned } = await lookAhead(deals, ['date_last_contacted']);
  const latestContact = silentThreshold(undefined, calendar);
  const limits = await readThresholds(undefined, context);
  const query = {
    requested: ['silent'] as const,
    latestContact,
    limits,
    conditions,
    total: deals.total,
    unreturned,
  };
  const { silentFor, unknown } = await readDateRules(query, context);
  if (unknown.length > 0) return [];
  const ranking = createDealRanking(day.limit);
  for await (const deal of rows) {
    const silent = silentFor(deal);
    if (silent === undefined) continue;
    ranking.add({ ...neededMembers(deal, wanted), silent });
  }
  if (largestFirst && !deals.complete) note('The deals with the largest values were read first.', 'gap');
  const first = ranking.first();
  const order = ranking.note(first);
  if (order !== undefined) note(order);
  noteUnreadable(first, note);
  noteWithoutCurrencies(first, note);
  const count = ranking.count();
  return [
    dayTable(
      {
        what: 'deals without contact for 14 days',
        columns: [...asShown(wanted.slice(0, shown.length)), column('silent', textField('silent'))],
        rows: first,
        ...(deals.complete ? { total: count } : { total: undefined, minTotal: count }),
        instead: `{deals_needing_attention} owner=${day.ownerText} reasons=silent`,
      },
      day,
    ),
  ];
}

/** Columns that nobody has named: long texts are cut. */
const asShown = (columns: Awaited<ReturnType<ReportContext['columns']>>) =>
  columns.map((one) => ({ ...one, requested: false }));
