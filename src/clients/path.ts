import { isObject, type JsonValue } from '../tool/json.ts';

/** A key of an object, or the element of a list that has this id. */
export type Step = string | { readonly id: string };

/** Where in a configuration something stands. */
export type Path = readonly Step[];

/** What a path leads to; undefined where nothing is. */
export function valueAt(value: JsonValue | undefined, [step, ...rest]: Path): JsonValue | undefined {
  if (step === undefined) return value;
  if (typeof step === 'string')
    return isObject(value) && Object.hasOwn(value, step) ? valueAt(value[step], rest) : undefined;
  if (!Array.isArray(value)) return undefined;
  return valueAt(
    value.find((one) => isObject(one) && one.id === step.id),
    rest,
  );
}
