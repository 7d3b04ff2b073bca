import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';

/** Members that hold numbers, and which texts are such numbers: ids and counts, moments in Unix seconds, amounts and percentages. */
const numeric: readonly (readonly [RegExp, RegExp])[] = [
  [/(?:^|_)ids?$|_count$/, /^\d{1,15}$/],
  [/^date_|_(?:date|at)$/, /^\d{9,10}$/],
  [/^(?:monetary_value|converted_value|win_probability)$/, /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i],
];

function numberIn(name: string, text: string): number | undefined {
  const digits = text.trim();
  const isNumber = numeric.some(([names, form]) => names.test(name) && form.test(digits));
  return isNumber && Number.isFinite(Number(digits)) ? Number(digits) : undefined;
}

function read(name: string, value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value === 'string') return numberIn(name, value) ?? value;
  if (Array.isArray(value)) return value.map((item) => read(name, item) ?? null);
  return isObject(value) ? withNumbers(value) : value;
}

/**
 * A record whose ids, moments and amounts are numbers, whether they came as numbers or as text; all other values as they came. What the
 * value of a custom field is, only its definition tells.
 */
export function withNumbers(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, read(name, value)]));
}
