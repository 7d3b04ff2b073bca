import type { JsonObject } from '../../../src/tool/json.ts';
import type { CustomField } from '../../../src/tool/names.ts';
import { type Column, numberField } from '../../../src/tool/record.ts';
import { column } from '../../../src/tool/report.ts';
import { numberOf } from '../number-stats.ts';
import type { Pipelines } from './pipelines.ts';

/** Something of a row that can be added up. */
export interface Quantity {
  /** `value`, `weighted value`, `ARR`. */
  readonly name: string;
  readonly reads: readonly Column[];
  /** Undefined where the row has none. */
  number(row: JsonObject): number | undefined;
  /** True where a sum is meant when nothing else is said; else an average. */
  readonly adds: boolean;
  /** Where its currency stands in a row: it is not added up over several, nor with that of pipelines that earn nothing. */
  readonly currency?: string;
  /** The currency of all rows alike. */
  readonly unit?: string;
  /** What its sum is called, where its name says so already. */
  readonly sumName?: string;
  /** What has to be said of the numbers, when all rows are read. */
  notes?(): readonly string[];
}

/** A quantity that some kinds of records have, and what agents call it. */
export interface RecordQuantity {
  /** As people say it, the usual name first; empty where it is meant when nothing is said. */
  readonly names: readonly string[];
  /** Makes it for one call: what it counts of rows is that call's. */
  make(pipelines: () => Promise<Pipelines>): Promise<Quantity> | Quantity;
}

const money = (name: string, path: string, currency: string): Quantity => ({
  name,
  reads: [column(name, numberField(path, currency))],
  number: (row) => numberOf(row[path]),
  adds: true,
  currency,
});

/** The value of a deal or lead in the currency it was entered in. */
export const valueQuantity: RecordQuantity = {
  names: ['value', '', 'amount', 'revenue', 'size', 'deal value', 'deal size', 'monetary value'],
  make: () => money('value', 'monetary_value', 'monetary_unit'),
};

/** The value in the account's own currency, where Copper tells it. */
export const convertedValueQuantity: RecordQuantity = {
  names: ['converted value', 'converted'],
  make: () => money('converted value', 'converted_value', 'converted_unit'),
};

/** A number that the record holds. */
export const numberQuantity = (path: string, adds: boolean, ...names: readonly string[]): RecordQuantity => ({
  names,
  make: () => {
    const [name = path] = names;
    return { name, reads: [column(name, numberField(path))], number: (row) => numberOf(row[path]), adds };
  },
});

/** A custom field that holds numbers. */
export const customNumberQuantity = ({ name, type, currency }: CustomField, read: Column): Quantity => ({
  name,
  reads: [read],
  number: (row) => numberOf(read.field.read(row)),
  adds: type !== 'Percentage',
  ...(currency === undefined ? {} : { unit: currency }),
});
