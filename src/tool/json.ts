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
