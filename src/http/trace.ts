import { isObject } from '../tool/json.ts';
import type { Arrival } from './arrival.ts';

/** W3C Trace Context, version 00; all zeros mean nothing. */
const pattern = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

const valid = (value: unknown) => (typeof value === 'string' && pattern.test(value) ? value : undefined);

/** The one in `_meta`; bodies without the word are not parsed for it. */
function traceOfBody(body: string): string | undefined {
  if (!body.includes('"traceparent"')) return undefined;
  try {
    const message: unknown = JSON.parse(body);
    const params = isObject(message) ? message.params : undefined;
    const meta = isObject(params) ? params._meta : undefined;
    return isObject(meta) ? valid(meta.traceparent) : undefined;
  } catch {
    return undefined;
  }
}

/** The `traceparent` of a request: that of its message, else that of its headers, if it is well-formed. */
export const traceOf = (arrival: Arrival, body: string): string | undefined =>
  traceOfBody(body) ?? valid(arrival.header('traceparent'));
