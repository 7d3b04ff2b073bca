import { type CommandOption, flag, option } from './command-spec.ts';

/** What each switch of the sandbox takes (one of these words, a number, or yes or no) and what it changes. */
export const sandboxSwitches = {
  seed: { takes: 'number', what: 'another made-up account' },
  size: {
    takes: ['usual', 'large'],
    what: 'how much data there is; large is 20,000 deals and 100,000 activities',
  },
  names: { takes: ['both', 'contract', 'documented'], what: 'which parameter names it understands' },
  shape: { takes: ['array', 'envelope'], what: 'the shape of a page' },
  totals: { takes: 'yes or no', what: 'whether replies say how many rows match' },
  'close-date': { takes: ['m/d/y', 'd/m/y', 'seconds'], what: 'how close dates are written' },
  'activity-types': { takes: ['nested', 'flat'], what: 'the shape of activity types' },
  fields: {
    takes: ['recorded', 'contract'],
    what: 'which fields replies have: those seen, or only those that the contract lists',
  },
  'lead-email': { takes: ['object', 'array'], what: 'the shape of the e-mail of leads' },
  'not-found': { takes: ['resource', 'bare'], what: 'the body of a 404' },
  errors: { takes: ['captured', 'contract'], what: 'the body of other errors' },
  leads: { takes: 'yes or no', what: 'whether leads are turned on' },
  'page-size': { takes: 'number', what: 'most rows per page' },
  'over-max': { takes: ['clamp', 'reject'], what: 'what happens to larger pages' },
  limit: { takes: 'number', what: 'requests per minute; 0 for no limit' },
  'rate-headers': { takes: 'yes or no', what: 'whether replies have rate-limit headers' },
  'retry-after': { takes: 'yes or no', what: 'whether a 429 says when to try again' },
  latency: { takes: 'number', what: 'milliseconds each request takes' },
} as const;

/** What other users do between pages, for `--churn`. */
export const churnKinds = ['move', 'add', 'remove'] as const;

/** How requests can fail, for `--fault`. */
export const faultKinds = [
  'reset',
  'hang',
  '500',
  '502-html',
  '503',
  '200-html',
  'cut',
  'bad-json',
  '429',
] as const;

type TextOption = Omit<CommandOption, 'multiple'> & { readonly type: 'string' };
type FlagOption = ReturnType<typeof flag>;

/** All these as options of the command line. */
export function sandboxOptions(): Readonly<
  Record<keyof typeof sandboxSwitches | 'account-zone' | 'fault' | 'churn', TextOption> & {
    readonly hostile: FlagOption;
  }
> {
  const options = Object.entries(sandboxSwitches).map(([name, { takes, what }]): [string, TextOption] => [
    name,
    takes === 'number'
      ? option('N', what)
      : option('WORD', what, takes === 'yes or no' ? ['yes', 'no'] : takes),
  ]);
  return {
    fault: option('KIND:N', 'make every Nth request fail in this way', faultKinds),
    'account-zone': option('ZONE', "the account's time zone, if it is not COPPER_TIMEZONE"),
    hostile: flag('the texts of one deal give orders to agents and have characters that break lines'),
    churn: option('KIND:N', 'after each page, do this to N of its rows', churnKinds),
    ...(Object.fromEntries(options) as Readonly<Record<keyof typeof sandboxSwitches, TextOption>>),
  };
}
