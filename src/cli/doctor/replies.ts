import { rateHeaders } from '../../copper/reply.ts';
import { ToolError } from '../../tool/tool-error.ts';
import { type AccountCheck, failed, firstSentence, passed, warned } from './finding.ts';

/** Which parameter names the account understands, and the shape of its replies: seen in one small search. */
export const checkDialect: AccountCheck = async ({ ask, replies, config }) => {
  const body = { fields: ['id', 'name'], page_number: 1, page_size: 25 };
  const search = await ask({ operation: 'searchOpportunities', body });
  const refused = replies.some(({ status }) => status === 422);
  if (search instanceof Error) {
    const advice = `The account does not understand COPPER_DIALECT=${config.dialect}: unset it.`;
    const wrongDialect = refused && config.dialect !== 'auto';
    return [failed('dialect', firstSentence(search), wrongDialect ? advice : undefined)];
  }
  const shape = replies.at(-1)?.shape ?? 'unknown';
  const documented = refused || config.dialect === 'documented';
  const found = documented ? 'the documented parameter names' : "the contract's parameter names";
  const why = config.dialect === 'auto' ? '' : ', as set by COPPER_DIALECT';
  const faster = 'Set COPPER_DIALECT=documented to save one request per kind of search.';
  const noTotal = 'Answers cannot say how many rows there are; there is no setting for this.';
  return [
    search.total === undefined
      ? warned('replies', `${shape}, without a total`, noTotal)
      : passed('replies', `${shape}, with totals (${search.total} deals)`),
    passed('dialect', `${found}${why}`, refused ? faster : undefined),
  ];
};

/** How many deals a page holds when as many are asked for as reports do. */
export const checkPageSize: AccountCheck = async ({ ask, replies, copper, config }) => {
  const operation = 'searchOpportunities';
  const size = copper.largestPage(operation);
  const page = await ask({ operation, body: { fields: ['id', 'name'], page_number: 1, page_size: size } });
  if (page instanceof Error) {
    const isRefused = page instanceof ToolError && page.kind === 'rejected';
    if (!isRefused || size <= copper.pageCap(operation)) return [warned('pages', firstSentence(page))];
    const advice = 'Reports take more requests; there is no setting for this.';
    return [warned('pages', `pages of ${size} deals are refused; smaller ones are used`, advice)];
  }
  const rows = replies.at(-1)?.rows ?? 0;
  const isCapped = page.total !== undefined && rows < Math.min(page.total, size);
  const said = isCapped ? `at most ${rows} deals per page` : `${rows} deals in one page of ${size}`;
  const why = config.dialect === 'contract' ? '; larger ones are not tried, as set by COPPER_DIALECT' : '';
  return [passed('pages', `${said}${why}`)];
};

/** The `Date` header has whole seconds, and a reply takes some time. */
const toleranceMs = 60_000;

/** 90 minutes as `1 h 30 min`. */
function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts = [days > 0 ? `${days} d` : '', hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : ''];
  return parts.filter((part) => part !== '').join(' ');
}

/** Our clock against Copper's: days such as "today" are reckoned by ours. */
export const checkClock: AccountCheck = ({ replies }) => {
  const last = replies.at(-1);
  const theirs = Date.parse(last?.headers.get('date') ?? '');
  if (last === undefined || Number.isNaN(theirs))
    return [passed('clock', "cannot be compared: Copper's replies have no Date header")];
  const ahead = last.receivedMs - theirs;
  if (Math.abs(ahead) < toleranceMs) return [passed('clock', "the same as Copper's")];
  const said = `${duration(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'behind'} Copper's`;
  const advice =
    'Let this machine set its clock automatically; until then, ranges such as today are off by as much.';
  return [warned('clock', said, advice)];
};

/** What is left of the rate limit, by our count and by Copper's, and who shares it. */
export const checkRateLimit: AccountCheck = ({ copper, replies, quotas }) => {
  const last = replies.at(-1);
  const left = last === undefined ? undefined : rateHeaders(last.headers, last.receivedMs).remaining;
  const { used, limit } = copper.pacer.usage();
  const byCopper = left === undefined ? 'Copper sends no rate-limit headers' : `Copper says ${left} are left`;
  const said = `${limit - used} of ${limit} requests left this minute by our count; ${byCopper}`;
  if (quotas === undefined) return [passed('limit', said)];
  if (quotas.state().up) return [passed('limit', `${said}; shared through Redis`)];
  const advice =
    'Check COPPER_REDIS_URL and that Redis is running; until then each replica uses its own share.';
  return [warned('limit', `${said}; Redis is unreachable`, advice)];
};
