import type { Copper } from '../copper/copper.ts';
import { cleanMessage } from '../copper/upstream-message.ts';
import { isObject, type JsonValue } from '../tool/json.ts';
import type { CopperRequest, Reply } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { Watch } from './watch.ts';

/** One line of the doctor's report. */
export interface Finding {
  readonly mark: 'ok' | 'warn' | 'fail';
  readonly what: string;
  readonly said: string;
  /** What to do about it. */
  readonly advice?: string;
}

const advices: Readonly<Record<string, string>> = {
  unauthorized:
    "Check that the key is whole (32 characters) and that COPPER_USER_EMAIL is the e-mail of the key's owner.",
  unavailable: 'Check the network, a proxy, and COPPER_API_BASE_URL.',
  timeout: 'Check the network, a proxy, and COPPER_API_BASE_URL.',
  not_found: 'Nothing answers there as Copper does: check COPPER_API_BASE_URL.',
  rate_limited: 'Other programs use the same budget; wait a minute and try again.',
};

/** Text of a record, fit for a terminal. */
const shown = (value: JsonValue | undefined) =>
  (typeof value === 'string' ? cleanMessage(value) : undefined) ?? 'unknown';

const tooLate = (ms: number) =>
  new ToolError('timeout', `Copper did not answer within ${Math.round(ms / 1000)} s.`);

/**
 * Asks a few cheap questions and tells what they show: at most six requests.
 *
 * @param timeoutMs the longest that one question may take
 */
export async function* examine(
  copper: Copper,
  watch: Watch,
  interrupted: AbortSignal,
  timeoutMs: number,
): AsyncGenerator<Finding> {
  const ask = async (request: CopperRequest): Promise<Reply | ToolError> => {
    const late = AbortSignal.timeout(timeoutMs);
    try {
      return await copper.ask(request, { signal: AbortSignal.any([interrupted, late]), lane: 'call' });
    } catch (error) {
      if (error instanceof ToolError) return error;
      if (late.aborted && !interrupted.aborted) return tooLate(timeoutMs);
      throw error;
    }
  };

  const me = await ask({ operation: 'getUser', path: { id: 'me' } });
  if (me instanceof ToolError) {
    const advice = advices[me.kind];
    yield { mark: 'fail', what: 'account', said: me.message, ...(advice === undefined ? {} : { advice }) };
    return;
  }
  const user = isObject(me.data) ? me.data : {};
  const who = `${shown(user.name)} <${shown(user.email)}>`;
  yield { mark: 'ok', what: 'account', said: `the key is good; it acts for ${who}` };

  const statuses = await ask({ operation: 'listLeadStatuses' });
  yield statuses instanceof ToolError
    ? {
        mark: 'warn',
        what: 'leads',
        said: 'not available',
        advice:
          'Leads are switched off for this account, or the user may not see them. The other tools work.',
      }
    : { mark: 'ok', what: 'leads', said: 'available' };

  const body = { fields: ['id', 'name'], page_number: 1, page_size: 25 };
  const search = await ask({ operation: 'searchOpportunities', body });
  if (search instanceof ToolError) {
    yield { mark: 'fail', what: 'deals', said: search.message };
    return;
  }
  const last = watch.sights.at(-1);
  const total = search.total === undefined ? 'without a total' : `with totals (${search.total} deals)`;
  yield {
    mark: search.total === undefined ? 'warn' : 'ok',
    what: 'replies',
    said: `${last?.shape ?? 'unknown'}, ${total}`,
  };

  const documented = watch.sights.some(({ status }) => status === 422);
  yield {
    mark: 'ok',
    what: 'dialect',
    said: documented ? 'the documented parameter names' : "the contract's parameter names",
    ...(documented
      ? { advice: 'Set COPPER_DIALECT=documented to save one request per kind of search.' }
      : {}),
  };

  const large = await ask({ operation: 'searchCompanies', body: { page_number: 1, page_size: 200 } });
  const rows = watch.sights.at(-1)?.rows ?? 0;
  const all = large instanceof ToolError ? undefined : large.total;
  const capped = all !== undefined && rows < Math.min(all, 200);
  yield large instanceof ToolError
    ? { mark: 'warn', what: 'pages', said: 'pages of 200 rows are refused; smaller ones are used' }
    : {
        mark: 'ok',
        what: 'pages',
        said: capped ? `at most ${rows} rows a page` : `${rows} rows in one page of 200`,
      };

  const headers = watch.sights.at(-1)?.headers;
  const left = headers?.get('x-ratelimit-remaining');
  const { used, limit } = copper.pacer.usage();
  const told =
    left === null || left === undefined ? 'Copper sends no rate headers' : `Copper says ${left} are left`;
  yield {
    mark: 'ok',
    what: 'rate limit',
    said: `${limit - used} of ${limit} requests left this minute by our count; ${told}`,
  };
}
