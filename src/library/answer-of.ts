import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { Answer, Cell } from './api.ts';

const list = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);
const texts = (value: JsonValue | undefined) => list(value).map(String);
const cell = (value: JsonValue | undefined): Cell =>
  value === undefined || typeof value === 'object' ? null : value;

function table(data: JsonObject): Omit<Answer, 'notes'> {
  const { columns: names, rows, kind, offset, parts, notes: _, ...rest } = data;
  const columns = texts(names);
  return {
    kind: String(kind),
    columns,
    rows: list(rows).map((row) => Object.fromEntries(columns.map((name, at) => [name, cell(list(row)[at])]))),
    offset: Number(offset ?? 0),
    ...rest,
    ...(parts === undefined ? {} : { parts: list(parts).map((part) => table(isObject(part) ? part : {})) }),
  };
}

/** An answer as programs want it: the same data, each row an object. */
export const answerOf = (data: JsonObject): Answer => ({ ...table(data), notes: texts(data.notes) });
