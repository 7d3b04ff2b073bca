import { type JsonObject, type JsonValue, numberOf } from '../../../src/tool/json.ts';
import type { CustomField } from '../../../src/tool/names.ts';
import { type Column, column, numberField, textField } from '../../../src/tool/record.ts';
import { numberedOf } from '../../../src/tool/sentences.ts';
import type { Pipelines } from './pipelines.ts';

/** A number of each row that can be added up. */
export interface Quantity {
  /** `value`, `weighted value`, `ARR`. */
  readonly name: string;
  readonly reads: readonly Column[];
  /** Undefined if the row has none. */
  number(row: JsonObject): number | undefined;
  /** What stands in the row in place of a number. */
  raw(row: JsonObject): JsonValue | undefined;
  /** True if its default aggregate is a sum; else an average. */
  readonly isAdditive: boolean;
  /** The row's member with its currency: sums do not mix currencies, nor pipelines with and without revenue. */
  readonly currency?: string;
  /** The one currency of all rows. */
  readonly unit?: string;
  /** What its sum is called, if that is not `sum …`. */
  readonly sumName?: string;
  /** Notes about the numbers, once all rows are read. */
  gapNotes?(): readonly string[];
}

/** A quantity that some kinds of records have, and what agents call it. */
export interface RecordQuantity {
  /** The usual name first; one is empty if this quantity is meant when none is named. */
  readonly names: readonly string[];
  /** Creates it for one call: what it counts of rows belongs to that call. */
  create(pipelines: () => Promise<Pipelines>): Promise<Quantity> | Quantity;
}

const money = (name: string, path: string, currency: string): Quantity => ({
  name,
  reads: [column(name, numberField(path, currency))],
  number: (row) => numberOf(row[path]),
  raw: (row) => row[path],
  isAdditive: true,
  currency,
});

const plainValue = money('value', 'monetary_value', 'monetary_unit');

/** The value of a deal or lead in the currency it was entered in. */
export const valueQuantity: RecordQuantity = {
  names: ['value', '', 'amount', 'revenue', 'size', 'deal value', 'deal size', 'monetary value'],
  create: () => plainValue,
};

/** The value in the account's own currency, if Copper converts it. */
export const convertedValueQuantity: RecordQuantity = {
  names: ['converted value', 'converted'],
  create: () => money('converted value', 'converted_value', 'converted_unit'),
};

/** A number that the record holds. */
export const numberQuantity = (
  path: string,
  isAdditive: boolean,
  ...names: readonly [string, ...string[]]
): RecordQuantity => ({
  names,
  create: () => ({
    name: names[0],
    reads: [column(names[0], numberField(path))],
    number: (row) => numberOf(row[path]),
    raw: (row) => row[path],
    isAdditive,
  }),
});

/** A custom field that holds numbers. */
export const customNumberQuantity = ({ name, type, currency }: CustomField, read: Column): Quantity => ({
  name,
  reads: [read],
  number: (row) => numberOf(read.field.read(row)),
  raw: (row) => read.field.read(row),
  isAdditive: type !== 'Percentage',
  ...(currency === undefined ? {} : { unit: currency }),
});

/** Win probability of closed deals, in percent. */
const closedProbabilities: Readonly<Record<string, number>> = { Won: 100, Lost: 0, Abandoned: 0 };

const closedProbability = ({ status }: JsonObject) =>
  typeof status === 'string' && Object.hasOwn(closedProbabilities, status)
    ? closedProbabilities[status]
    : undefined;

/** Value × win probability: the deal's own, else by how it ended, else that of its stage. */
export const weightedValueQuantity: RecordQuantity = {
  names: ['weighted value', 'weighted', 'weighted amount', 'weighted pipeline', 'expected value'],
  async create(pipelines) {
    const { probabilities, nonRevenue } = await pipelines();
    const seen = { rows: 0, own: 0, byStage: 0, without: 0, closed: 0 };
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
        const value = plainValue.number(row);
        if (value === undefined) return undefined;
        const closed = closedProbability(row);
        const own = numberOf(row.win_probability) ?? closed;
        const probability = own ?? probabilities.get(row.pipeline_stage_id ?? null);
        if (!nonRevenue.has(row.pipeline_id ?? null)) {
          seen.rows++;
          if (closed !== undefined) seen.closed++;
          else if (own !== undefined && own !== probabilities.get(row.pipeline_stage_id ?? null)) seen.own++;
          if (probability === undefined) seen.without++;
          else if (own === undefined) seen.byStage++;
        }
        return probability === undefined ? undefined : (value * probability) / 100;
      },
      gapNotes() {
        const { rows, own, byStage, without, closed } = seen;
        const ofRows = (count: number, one: string, several: string, text: string) =>
          count === 0 ? [] : [`${numberedOf(count, rows, ['deal', 'deals'], [one, several])}${text}`];
        const [hasOwn, haveOwn] = [
          'has a win probability of its own that is not that of its stage; its own',
          'have a win probability of their own that is not that of their stage; theirs',
        ];
        const [hasNone, haveNone] = [
          'has no win probability of its own; that of its stage',
          'have no win probability of their own; that of their stage',
        ];
        const [lacks, lack] = [
          'has no win probability, nor does its stage',
          'have no win probability, nor does their stage',
        ];
        return [
          ...ofRows(own, hasOwn, haveOwn, ' was used.'),
          ...ofRows(byStage, hasNone, haveNone, ' was used.'),
          ...ofRows(without, lacks, lack, ': not in the weighted value.'),
          ...ofRows(closed, 'is', 'are', ' closed; a forecast needs status=Open.'),
        ];
      },
    };
  },
};
