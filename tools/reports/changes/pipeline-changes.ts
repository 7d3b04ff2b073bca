import { z } from 'zod/v3';
import { nameField, numberField, textField, timeField } from '../../../src/tool/record.ts';
import { column, defineReport, maxRequests, type ReportTable } from '../../../src/tool/report.ts';
import { words } from '../../inputs/words.ts';
import { type PipelineEvent, pipelineEventsOf } from './events.ts';
import { pipelineEventKinds, createStageOrder } from './event-kinds.ts';
import { type OutcomeGrouping, lastStatusEvents, outcomeKinds, outcomesTable } from './outcomes.ts';
import { readPeriod } from './read.ts';
import { changesByKind } from './summary.ts';
import { dealInputs } from '../deals/deal-inputs.ts';
import { listPaging, readPaging } from '../deals/paging.ts';

const groupings = {
  owner: { name: 'owner', field: nameField('group', 'user'), of: (deal) => deal.assignee_id },
  pipeline: { name: 'pipeline', field: nameField('group', 'pipeline'), of: (deal) => deal.pipeline_id },
  source: { name: 'source', field: nameField('group', 'source'), of: (deal) => deal.customer_source_id },
  loss_reason: {
    name: 'loss_reason',
    field: nameField('group', 'loss_reason'),
    of: (deal) => deal.loss_reason_id,
  },
} satisfies Record<string, OutcomeGrouping>;

/** The list: each change with the deal as it is today. */
const listed = [
  column('date', timeField('at')),
  column('id', numberField('id')),
  column('deal', textField('name')),
  column('change', textField('change')),
  column('from', textField('from')),
  column('to', textField('to')),
  column('owner', nameField('assignee_id', 'user')),
  column('value', numberField('monetary_value', 'monetary_unit')),
];

/** What happened to deals in a period, joined with the deals as they are today; memory grows with the changes. */
export const pipelineChanges = defineReport({
  name: 'pipeline_changes',
  title: 'Pipeline changes',
  description:
    "What happened to deals in a period: created, won, lost, moved; win rate and days to win, which no deal records. Owners and values are today's.",
  input: {
    during: words.describe('e.g. last-quarter; usual -7d').optional(),
    changes: z.array(z.enum(pipelineEventKinds)).optional(),
    by: z.enum(['owner', 'pipeline', 'source', 'loss_reason']).optional(),
    owner: dealInputs.owner,
    pipeline: dealInputs.pipeline,
    filters: dealInputs.filters,
    ...listPaging,
    ...maxRequests,
  },
  async run(input, context) {
    const { calendar, names, note } = context;
    const { during = '-7d', changes: asked = pipelineEventKinds, by, owner, pipeline, filters } = input;
    const { limit, offset } = readPaging(input, by === undefined ? 20 : 0, note);
    calendar.range(during);
    const stages = createStageOrder(await names.all('stage'));
    const wanted = { during, asked, where: { owner, pipeline, filters } };
    const happened = await readPeriod(wanted, stages, context);

    const all = pipelineEventsOf(happened, stages);
    const events = all.filter(({ kind }) => asked.includes(kind));
    const grouped = outcomesTable(all, input.changes, by === undefined ? undefined : groupings[by], note);
    if (events.some(({ kind }) => kind === 'closed'))
      note('Deals closed in pipelines without revenue count as neither won nor lost.');
    const isOutcome = ({ kind }: PipelineEvent) => outcomeKinds.includes(kind) && asked.includes(kind);
    const again = all.filter(isOutcome).length - lastStatusEvents(all).filter(isOutcome).length;
    if (again > 0)
      note(`Outcomes count each deal by its last change of status (earlier ones left out: ${again}).`);
    const list: ReportTable = {
      what: 'changes',
      form: 'page',
      columns: listed,
      rows: events.slice(offset, offset + limit).map(({ deal, at, kind, from = null, to = null }) => ({
        ...deal,
        at,
        change: kind,
        from,
        to,
      })),
      offset,
      ...(happened.complete ? { total: events.length } : { total: undefined, minTotal: events.length }),
    };
    const summary = changesByKind(events);
    // Whoever goes on has the other tables already.
    if (offset > 0 && limit > 0) return { tables: [list] };
    const more = grouped === undefined || events.length === 0 ? [] : [grouped];
    return { tables: limit === 0 ? [summary, ...more] : [list, summary, ...more] };
  },
});
