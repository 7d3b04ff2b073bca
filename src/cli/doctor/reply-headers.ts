import { type AccountCheck, passed, warned } from './finding.ts';

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
  const left = replies.at(-1)?.headers.get('x-ratelimit-remaining') ?? undefined;
  const { used, limit } = copper.pacer.usage();
  const byCopper = left === undefined ? 'Copper sends no rate-limit headers' : `Copper says ${left} are left`;
  const said = `${limit - used} of ${limit} requests left this minute by our count; ${byCopper}`;
  if (quotas === undefined) return [passed('limit', said)];
  if (quotas.state().up) return [passed('limit', `${said}; shared through Redis`)];
  const advice =
    'Check COPPER_REDIS_URL and that Redis is running; until then each replica uses its own share.';
  return [warned('limit', `${said}; Redis is unreachable`, advice)];
};
