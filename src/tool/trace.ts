/** W3C Trace Context, version 00; all zeros mean nothing. */
const pattern = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** A `traceparent` as it came, if it is well-formed: nothing else may go into logs and to Copper. */
export const readTrace = (given: unknown): string | undefined =>
  typeof given === 'string' && pattern.test(given) ? given : undefined;
