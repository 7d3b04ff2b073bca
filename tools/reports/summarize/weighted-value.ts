import type { JsonObject } from '../../../src/tool/json.ts';
import { numberField, textField } from '../../../src/tool/record.ts';
import { column } from '../../../src/tool/report.ts';
import { numberOf } from '../number-stats.ts';
import { type RecordQuantity, valueQuantity } from './quantities.ts';

/** Deals that have ended, in percent. */
const ended: Readonly<Record<string, number>> = { Won: 100, Lost: 0, Abandoned: 0 };

const endOf = ({ status }: JsonObject) =>
  typeof status === 'string' && Object.hasOwn(ended, status) ? ended[status] : undefined;

/** Value × win probability: the deal's own, else how it ended, else that of its stage. */
export const weightedValueQuantity: RecordQuantity = {
  names: ['weighted value', 'weighted', 'weighted amount', 'weighted pipeline', 'expected value'],
  async make(pipelines) {
    const { chances, nonRevenue } = await pipelines();
    const plainValue = await valueQuantity.make(pipelines);
    const seen = { rows: 0, byStage: 0, without: 0, closed: 0 };
    return {
      ...plainValue,
      name: 'weighted value',
      sumName: 'weighted value',
      reads: [
        ...plainValue.reads,
        column('probability', numberField('win_probability')),
        column('stage', numberField('pipeline_stage_id')),
        column('status', textField('status')),
      ],
      number(row) {
        const amount = plainValue.number(row);
        if (amount === undefined) return undefined;
        const end = endOf(row);
        const own = numberOf(row.win_probability) ?? end;
        const chance = own ?? chances.get(row.pipeline_stage_id ?? null);
        if (!nonRevenue.has(row.pipeline_id ?? null)) {
          seen.rows++;
          if (end !== undefined) seen.closed++;
          if (chance === undefined) seen.without++;
          else if (own === undefined) seen.byStage++;
        }
        return chance === undefined ? undefined : (amount * chance) / 100;
      },
      notes() {
        const { rows, byStage, without, closed } = seen;
        const told: string[] = [];
        if (byStage > 0)
          told.push(`${byStage} of ${rows} deals have no win probability; that of their stage was used.`);
        if (without > 0)
          told.push(
            `${without} of ${rows} deals have no win probability, nor has their stage: not in the weighted value.`,
          );
        if (closed > 0) told.push(`${closed} of ${rows} deals are closed; a forecast needs status=Open.`);
        return told;
      },
    };
  },
};
