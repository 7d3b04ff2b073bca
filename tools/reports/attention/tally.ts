import type { JsonObject } from '../../../src/tool/json.ts';
import { numberField, textField } from '../../../src/tool/record.ts';
import { column, type ReportTable } from '../../../src/tool/report.ts';
import { dealValue, createCurrencySums } from '../deals/money.ts';
import type { FoundReason, Reason } from './reasons.ts';

/** How many deals each reason was found for, and what they are worth. */
export interface ReasonCounts {
  add(deal: JsonObject, found: readonly FoundReason[]): void;
  table(): ReportTable;
}

/** Counts over all deals, shown or not; where there are several reasons, the last row counts each deal once. */
export function createReasonCounts(asked: readonly Reason[]): ReasonCounts {
  const counter = (reason: string) => ({ reason, deals: 0, sums: createCurrencySums() });
  const rows = asked.map(counter);
  const whole = counter('any');
  const told = ({ reason, deals, sums }: typeof whole) => ({ reason, deals, value: sums.text() });
  return {
    add(deal, found) {
      const names = new Set<string>(found.map(({ reason }) => reason));
      for (const row of [...rows.filter(({ reason }) => names.has(reason)), whole]) {
        row.deals++;
        row.sums.add(dealValue(deal));
      }
    },
    table: () => ({
      what: 'reasons',
      form: 'page',
      columns: [
        column('reason', textField('reason')),
        column('deals', numberField('deals')),
        column('value', textField('value')),
      ],
      rows: rows.map(told),
      ...(asked.length > 1 ? { totals: [told(whole)] } : {}),
    }),
  };
}
