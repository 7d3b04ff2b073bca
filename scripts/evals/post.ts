import { setTimeout as sleepFor } from 'node:timers/promises';
import { ProviderError } from './model.ts';

/** How requests reach a provider. */
export interface Wire {
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Says that a request failed and is tried again. */
  readonly report: (line: string) => void;
  /** The time of day in milliseconds. */
  readonly now: () => number;
}

/** The wire of this process. */
export const realWire = (report: (line: string) => void): Wire => ({
  fetch,
  sleep: async (ms, signal) => void (await sleepFor(ms, undefined, { signal })),
  report,
  now: Date.now,
});

/** One request with its key, which no sentence may repeat. */
export interface Posting {
  readonly provider: string;
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly key: string;
  readonly body: unknown;
}

const tries = 5;
/** A provider that asks for more than a minute is not waited for. */
const longestWait = 60_000;
const transient = new Set([408, 425, 429, 500, 502, 503, 504, 529]);
/** With these, no other question is answered either: key, payment, right, name of the model. */
const final = new Set([401, 402, 403, 404]);

/** How long to wait, in milliseconds: what the provider asks for, else 1, 2, 4 and 8 seconds. */
function waitAfter(header: string | null, attempt: number, now: number): number {
  const seconds = Number(header ?? '');
  if (header !== null && header.trim() !== '' && seconds >= 0) return seconds * 1000;
  const until = Date.parse(header ?? '');
  return Number.isNaN(until) ? 1000 * 2 ** (attempt - 1) : Math.max(0, until - now);
}

/** What a provider says went wrong, in a few words and without the key. */
function reason(text: string, key: string): string {
  const said = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? '';
  const clean = said.replaceAll(key, '[key]').replaceAll(/\b(?:sk|key)-[\w*-]+/g, '[key]');
  return clean === '' ? '' : `: ${clean.replaceAll(/\s+/g, ' ').slice(0, 200)}`;
}

/**
 * Sends a request and returns the JSON of its reply; what may pass is tried again, five times in all.
 *
 * @throws ProviderError
 */
export async function post(
  { provider, address, headers, key, body }: Posting,
  { fetch: send, sleep, report, now }: Wire,
  signal: AbortSignal,
): Promise<unknown> {
  const request = async () => {
    const reply = await send(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      redirect: 'error',
      signal,
    });
    return { ok: reply.ok, status: reply.status, headers: reply.headers, text: await reply.text() };
  };
  for (let attempt = 1; ; attempt++) {
    const reply = await request().catch((error: unknown) => {
      if (signal.aborted) throw error;
      return undefined;
    });
    if (reply?.ok === true) return parsed(reply.text, provider);
    const what =
      reply === undefined ? 'could not be reached' : `returned ${reply.status}${reason(reply.text, key)}`;
    const wait = waitAfter(reply?.headers.get('retry-after') ?? null, attempt, now());
    const mayPass = reply === undefined || transient.has(reply.status);
    if (!mayPass || attempt === tries || wait > longestWait)
      throw new ProviderError(`${provider} ${what}`, reply !== undefined && final.has(reply.status));
    report(`${provider} ${what}; trying again in ${Math.ceil(wait / 1000)} s (${attempt} of ${tries - 1}).`);
    await sleep(wait, signal);
  }
}

function parsed(text: string, provider: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProviderError(`${provider} sent a reply that is not JSON`, false);
  }
}
