import { z } from 'zod/v3';
import type { NameKind } from '../../../src/tool/names.ts';
import { column, nameField, numberField, textField, timeField } from '../../../src/tool/record.ts';
import { defineReport, maxRequests, type ReportContext, type ReportTable } from '../../../src/tool/report.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { shortText } from '../../inputs/parameter.ts';
import { noteDateWords } from '../../inputs/ranges.ts';
import { sinceMoment, sinceText } from '../../inputs/since.ts';
import { dealOwner } from '../../records/opportunity.ts';
import { dealInputs, listPaging, listWindow } from '../deals/deal-inputs.ts';
import {
  createDealCount,
  dealCountColumns,
  noteUnreadable,
  noteWithoutCurrencies,
} from '../deals/deal-values.ts';
import { createStageOrder, type PipelineEvent, pipelineEventKinds, pipelineEventsOf } from './events.ts';
import { lastStatusEvents, type OutcomeGrouping, outcomeKinds, outcomesTable } from './outcomes.ts';
import { readPeriod } from './read-period.ts';

const grouping = (name: string, nameKind: NameKind, path: string): OutcomeGrouping => ({
  name,
  field: nameField('group', nameKind),
  of: (deal) => deal[path],
});

const groupings = {
  owner: grouping('owner', 'user', 'assignee_id'),
  pipeline: grouping('pipeline', 'pipeline', 'pipeline_id'),
  source: grouping('source', 'source', 'customer_source_id'),
  loss_reason: grouping('loss_reason', 'loss_reason', 'loss_reason_id'),
};

/** The list: each change with the deal as it is today. */
const listColumns = [
  column('date', timeField('at')),
  column('id', numberField('id')),
  column('deal', textField('name')),
  column('change', textField('change')),
  column('from', textField('from')),
  column('to', textField('to')),
  column('owner', dealOwner),
  column('value', numberField('monetary_value', 'monetary_unit')),
];

/** How many deals each kind of change happened to, and what they are worth; a deal counts once per kind. */
function changesByKind(events: readonly PipelineEvent[]): ReportTable {
  const rows = pipelineEventKinds.flatMap((kind) => {
    const deals = new Map(events.filter((event) => event.kind === kind).map(({ deal }) => [deal.id, deal]));
    const count = createDealCount();
    for (const deal of deals.values()) count.add(deal);
    return deals.size === 0 ? [] : { change: kind, ...count.row() };
  });
  return { what: 'changes by kind', form: 'page', columns: dealCountColumns('change'), rows };
}

/** The period that is asked for. @throws ToolError `invalid_input` if it is given in two ways */
function periodOf(
  { during, since }: { readonly during?: string | undefined; readonly since?: string | undefined },
  context: ReportContext,
): string {
  if (since === undefined) return noteDateWords('during', during ?? '-7d', context);
  if (during !== undefined)
    throw new ToolError('invalid_input', 'Give during or since, not both: since is from a moment until now.');
  return `${context.calendar.stamp(sinceMoment(since, context))}..`;
}

/** What happened to deals in a period, joined with the deals as they are today; memory grows with the number of changes. */
export const pipelineChanges = defineReport({
  name: 'pipeline_changes',
  title: 'Pipeline changes',
  description:
    "What changed in my pipeline since Monday, or in any period: deals created, moved, won, lost; what each rep won and how much, win rates, why we lost (reasons), how many days it took (sales cycle), which no deal records. Owners and values are today's.",
  input: {
    during: shortText.describe('e.g. last-quarter; default -7d').optional(),
    since: sinceText.optional(),
    changes: z.array(z.enum(pipelineEventKinds)).optional(),
    by: z.enum(['owner', 'pipeline', 'source', 'loss_reason']).optional(),
    owner: dealInputs.owner,
    pipeline: dealInputs.pipeline,
    filters: dealInputs.filters,
    ...listPaging,
    ...maxRequests,
  },
  async run(input, context) {
    const { names, note } = context;
    const { changes: kinds = pipelineEventKinds, by, owner, pipeline, filters } = input;
    const { limit, offset } = listWindow(input, by === undefined ? 20 : 0, note);
    const during = periodOf(input, context);
    const stages = createStageOrder(await names.all('stage'));
    const query = { during, kinds, conditions: { owner, pipeline, filters } };
    const period = await readPeriod(query, stages, context);

    const all = pipelineEventsOf(period, stages).filter(({ at }) => at < context.asOf.at());
    const events = all.filter(({ kind }) => kinds.includes(kind));
    const deals = events.map(({ deal }) => deal);
    noteUnreadable(deals, note);
    noteWithoutCurrencies(deals, note);
    const outcomes = outcomesTable(all, input.changes, by && groupings[by], note);
    if (events.some(({ kind }) => kind === 'closed'))
      note('Deals closed in pipelines without revenue count as neither won nor lost.');
    const isOutcome = ({ kind }: PipelineEvent) => outcomeKinds.includes(kind) && kinds.includes(kind);
    const earlier = all.filter(isOutcome).length - lastStatusEvents(all).filter(isOutcome).length;
    if (earlier > 0)
      note(`Outcomes count each deal by its last change of status (earlier ones left out: ${earlier}).`);
    const list: ReportTable = {
      what: 'changes',
      form: 'page',
      columns: listColumns,
      rows: events.slice(offset, offset + limit).map(({ deal, at, kind, from = null, to = null }) => ({
        ...deal,
        at,
        change: kind,
        from,
        to,
      })),
      offset,
      ...(period.complete ? { total: events.length } : { total: undefined, minTotal: events.length }),
    };
    // Later pages do not repeat the other tables.
    if (offset > 0 && limit > 0) return { tables: [list] };
    const summary = changesByKind(events);
    const more = outcomes === undefined || events.length === 0 ? [] : [outcomes];
    return { tables: limit === 0 ? [summary, ...more] : [list, summary, ...more] };
  },
});
