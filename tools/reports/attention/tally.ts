import type { JsonObject } from '../../../src/tool/json.ts';
import { numberField, textField } from '../../../src/tool/record.ts';
import { column, type ReportTable } from '../../../src/tool/report.ts';
import { amountOf, createSums } from '../money.ts';
import type { Found, Reason } from './reasons.ts';

/** How many deals each reason was found for, and what they are worth. */
export interface Tally {
  add(deal: JsonObject, found: readonly Found[]): void;
  table(): ReportTable;
}

/** Counts over all deals, shown or not; where there are several reasons, the last row counts each deal once. */
export function createTally(asked: readonly Reason[]): Tally {
  const counter = (reason: string) => ({ reason, deals: 0, sums: createSums() });
  const rows = asked.map(counter);
  const whole = counter('any');
  const told = ({ reason, deals, sums }: typeof whole) => ({ reason, deals, value: sums.text() });
  return {
    add(deal, found) {
      const names = new Set<string>(found.map(({ reason }) => reason));
      for (const row of [...rows.filter(({ reason }) => names.has(reason)), whole]) {
        row.deals++;
        row.sums.add(amountOf(deal));
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
