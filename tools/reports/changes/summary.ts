import { numberField, textField } from '../../../src/tool/record.ts';
import { column, type ReportTable } from '../../../src/tool/report.ts';
import { amountOf, createSums } from '../money.ts';
import type { Event } from './events.ts';
import { kinds } from './kinds.ts';

/** How many deals each kind of change happened to, and what these are worth; a deal counts once a kind. */
export function summaryOf(events: readonly Event[]): ReportTable {
  const rows = kinds.flatMap((kind) => {
    const deals = new Map(events.filter((event) => event.kind === kind).map(({ deal }) => [deal.id, deal]));
    if (deals.size === 0) return [];
    const sums = createSums();
    for (const deal of deals.values()) sums.add(amountOf(deal));
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
