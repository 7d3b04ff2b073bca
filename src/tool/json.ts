/** Any JSON value. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object; missing keys read as `undefined`. */
export interface JsonObject {
  [key: string]: JsonValue | undefined;
}

/** True for a plain object, false for null, arrays and scalars. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of JSON text. @throws SyntaxError */
export function parseJsonText(text: string): JsonValue {
  const value: unknown = JSON.parse(text);
  return value as JsonValue;
}

/** A number, also where Copper sends it as text; undefined for anything else. */
export function numberOf(value: JsonValue | undefined): number | undefined {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
}
