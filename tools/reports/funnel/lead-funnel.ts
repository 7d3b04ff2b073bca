import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import { column, numberField, textField } from '../../../src/tool/record.ts';
import type { ReportContext, ReportTable } from '../../../src/tool/report.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { leadRecord } from '../../records/lead.ts';
import { searchLeads } from '../../search-leads.ts';
import { createdIn } from '../deals/deal-inputs.ts';
import { median } from '../number-stats.ts';
import { percentOf, rateInterval } from '../rates.ts';
import { recordDimensions } from '../summarize/record-dimensions.ts';
import { type FunnelQuery, readGroups } from './funnel-query.ts';

/** A lead and what is known of its conversion. */
interface LeadFate {
  readonly lead: JsonObject;
  readonly isConverted: boolean;
}

const fields = ['owner', 'status', 'source', 'created', 'converted', 'converted_to'];
const secondsPerDay = 86_400;

/** The ids of the leads that Copper finds without those that are converted. */
async function unconvertedIds(
  input: object,
  { scan, note }: ReportContext,
): Promise<ReadonlySet<JsonValue | undefined>> {
  const leads = await scan(searchLeads, { ...input }, []);
  const ids = new Set<JsonValue | undefined>();
  for await (const { id } of leads) ids.add(id);
  if (!leads.complete)
    throw new ToolError(
      'timeout',
      'No answer: not all leads that are not converted were read. Raise max_requests, or ask for a shorter period.',
    );
  note(
    'This Copper returns no dates of conversion: converted leads are those that its search leaves out by default.',
  );
  return ids;
}

/** The leads that were created in the period; says if some are missing. */
async function readLeads({ during, conditions }: FunnelQuery, context: ReportContext): Promise<LeadFate[]> {
  const { scan, columns, calendar, note } = context;
  const { input, isInPeriod } = createdIn(conditions, during, calendar);
  const { filters = [] } = conditions;
  const search = { ...input, sort: '-created' };
  const all = await scan(
    searchLeads,
    { ...search, filters: [filters, { name: 'include_converted_leads', value: 'true' }].flat() },
    await columns(leadRecord, fields),
  );
  const leads: JsonObject[] = [];
  for await (const lead of all) if (isInPeriod(lead)) leads.push(lead);
  if (!all.complete) note('Not all leads created in this period were read: the newest are counted.', 'gap');
  const hasDates = leads.length === 0 || leads.some(({ converted_at: at }) => at !== undefined);
  if (hasDates) return leads.map((lead) => ({ lead, isConverted: typeof lead.converted_at === 'number' }));
  const open = await unconvertedIds(search, context);
  return leads.map((lead) => ({ lead, isConverted: !open.has(lead.id) }));
}

/** What became of some leads. */
function fateRow(fates: readonly LeadFate[]): JsonObject {
  const converted = fates.filter(({ isConverted }) => isConverted).map(({ lead }) => lead);
  const rate = { hits: converted.length, cases: fates.length };
  const days = converted.flatMap(({ converted_at: at, date_created: created }) =>
    typeof at === 'number' && typeof created === 'number' ? Math.max(0, at - created) / secondsPerDay : [],
  );
  const middle = median(days);
  const isDealKnown = converted.some(({ converted_opportunity_id: deal }) => deal !== undefined);
  return {
    created: fates.length,
    converted: converted.length,
    with_deal: isDealKnown
      ? converted.filter(({ converted_opportunity_id: deal }) => typeof deal === 'number').length
      : null,
    not_converted: fates.length - converted.length,
    rate: percentOf(rate),
    interval: rateInterval(rate),
    days: middle === undefined ? null : Math.round(middle * 10) / 10,
  };
}

const fateColumns = [
  column('created', numberField('created')),
  column('converted', numberField('converted')),
  column('with_deal', numberField('with_deal')),
  column('not_converted', numberField('not_converted')),
  column('converted_percent', numberField('rate')),
  column('converted_95_interval', textField('interval')),
  column('median_days_to_convert', numberField('days')),
];

/** The leads of each key, those of the most first unless the keys have an order. */
function grouped(
  fates: readonly LeadFate[],
  keysOf: (lead: JsonObject) => readonly string[],
  order: ((a: string, b: string) => number) | undefined,
) {
  const groups = new Map<string, LeadFate[]>();
  for (const fate of fates)
    for (const key of keysOf(fate.lead)) {
      const own = groups.get(key) ?? [];
      groups.set(key, own);
      own.push(fate);
    }
  return [...groups].sort(([a, left], [b, right]) => order?.(a, b) ?? right.length - left.length);
}

/** The leads that are not converted, by the status they have today. */
async function statusTable(fates: readonly LeadFate[], context: ReportContext): Promise<ReportTable> {
  const { keys, value, shown } = await recordDimensions.leads.status(context);
  const open = fates.filter(({ isConverted }) => !isConverted);
  const keysOf = (lead: JsonObject) => (keys(lead).length === 0 ? ['(none)'] : keys(lead));
  const rows = grouped(open, keysOf, undefined).map(([key, own]) => ({
    group: key === '(none)' ? key : value(key),
    leads: own.length,
  }));
  const columns = [column('status', shown('group')), column('leads', numberField('leads'))];
  return { what: 'not converted, by status', form: 'page', columns, rows };
}

/** What became of the leads that were created in a period, and in which status the others are. */
export async function leadFunnel(
  query: FunnelQuery,
  context: ReportContext,
): Promise<readonly ReportTable[]> {
  const { note } = context;
  const { by, pipeline, limit, offset } = query;
  if (by === 'pipeline' || pipeline !== undefined)
    throw new ToolError(
      'invalid_input',
      'Leads are in no pipeline. Group them by owner, team, source or month.',
    );
  const groups = by === undefined ? undefined : await readGroups(by, 'leads', context);
  const fates = await readLeads(query, context);
  note(
    'created = converted + not_converted. Statuses are those of today: Copper promises no record of earlier ones, so the steps between them and the days in each are not known.',
  );
  if (groups === undefined || limit === 0)
    return [
      { what: 'leads created', form: 'one', columns: fateColumns, rows: [fateRow(fates)] },
      await statusTable(fates, context),
    ];
  if (groups.note !== undefined) note(groups.note);
  const rows = grouped(fates, (lead) => groups.keys(lead), groups.order).map(([key, own]) => ({
    group: groups.value(key),
    ...fateRow(own),
  }));
  const list: ReportTable = {
    what: `leads created by ${groups.column.name}`,
    form: 'page',
    columns: [groups.column, ...fateColumns],
    rows: rows.slice(offset, offset + limit),
    offset,
    total: rows.length,
    totals: [{ group: 'all', ...fateRow(fates) }],
  };
  return offset > 0 ? [list] : [list, await statusTable(fates, context)];
}
