import type { AccountExamination } from './examination.ts';

/** What is left of the rate limit, by our count and by Copper's, and who shares it. */
export const rateLimit: AccountExamination = ({ copper, watch, budgets }) => {
  const left = watch.sights.at(-1)?.headers.get('x-ratelimit-remaining');
  const { used, limit } = copper.pacer.usage();
  const told =
    left === null || left === undefined ? 'Copper sends no rate headers' : `Copper says ${left} are left`;
  const said = `${limit - used} of ${limit} requests left this minute by our count; ${told}`;
  if (budgets === undefined) return [{ mark: 'ok', what: 'limit', said }];
  if (budgets.state().up) return [{ mark: 'ok', what: 'limit', said: `${said}; shared through Redis` }];
  const advice = 'Check COPPER_REDIS_URL and that Redis runs; until then each replica uses its own share.';
  return [{ mark: 'warn', what: 'limit', said: `${said}; Redis is away`, advice }];
};
