/** The kinds of content that a client reads. */
export interface Accepted {
  readonly json: boolean;
  readonly events: boolean;
}

/** True for one range of an `Accept` header, such as `text/*;q=0.5`, that includes the type. */
function includes(range: string, type: string): boolean {
  const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  if (parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) return false;
  return name === '*/*' || name === type || name === `${type.split('/')[0]}/*`;
}

/** What an `Accept` header allows; without one, anything. */
export function readAccept(header: string | null): Accepted {
  if (header === null || header.trim() === '') return { json: true, events: true };
  const ranges = header.split(',');
  return {
    json: ranges.some((range) => includes(range, 'application/json')),
    events: ranges.some((range) => includes(range, 'text/event-stream')),
  };
}

/** Headers of an event stream, which no proxy may hold back. */
export const streamHeaders = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

/** One message, in JSON on one line, as an event of a stream. */
export const eventText = (json: string) => `event: message\ndata: ${json}\n\n`;
