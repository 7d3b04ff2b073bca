import { numberField, textField } from '../../../src/tool/record.ts';
import { column, type ReportTable } from '../../../src/tool/report.ts';
import { dealValue, createCurrencySums } from '../deals/money.ts';
import type { PipelineEvent } from './events.ts';
import { pipelineEventKinds } from './event-kinds.ts';

/** How many deals each kind of change happened to, and what these are worth; a deal counts once a kind. */
export function changesByKind(events: readonly PipelineEvent[]): ReportTable {
  const rows = pipelineEventKinds.flatMap((kind) => {
    const deals = new Map(events.filter((event) => event.kind === kind).map(({ deal }) => [deal.id, deal]));
    if (deals.size === 0) return [];
    const sums = createCurrencySums();
    for (const deal of deals.values()) sums.add(dealValue(deal));
    return { change: kind, deals: deals.size, value: sums.text() };
  });
  return {
    what: 'changes by kind',
    form: 'page',
    columns: [
      column('change', textField('change')),
      column('deals', numberField('deals')),
      column('value', textField('value')),
    ],
    rows,
  };
}
