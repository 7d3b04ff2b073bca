/** What each switch of the sandbox takes, a list of words, a number, or yes and no; and what it turns. */
export const switches = {
  seed: { takes: 'number', what: 'another invented account' },
  size: {
    takes: ['usual', 'large'],
    what: 'how much it holds; large is 20,000 deals and 100,000 activities',
  },
  names: { takes: ['both', 'contract', 'documented'], what: 'request names that are known' },
  shape: { takes: ['array', 'envelope'], what: 'how a page comes' },
  totals: { takes: 'yes or no', what: 'whether replies tell how many rows match' },
  'close-date': { takes: ['m/d/y', 'd/m/y', 'seconds'], what: 'how close dates are written' },
  'activity-types': { takes: ['nested', 'flat'], what: 'how activity types come' },
  'lead-email': { takes: ['object', 'array'], what: 'how e-mails of leads come' },
  'not-found': { takes: ['resource', 'bare'], what: 'the body of a 404' },
  errors: { takes: ['captured', 'contract'], what: 'the body of other errors' },
  leads: { takes: 'yes or no', what: 'whether leads are switched on' },
  'page-size': { takes: 'number', what: 'most rows a page' },
  'over-max': { takes: ['clamp', 'reject'], what: 'what happens to larger pages' },
  limit: { takes: 'number', what: 'requests a minute; 0 for any number' },
  'rate-headers': { takes: 'yes or no', what: 'whether replies tell of the limit' },
  'retry-after': { takes: 'yes or no', what: 'whether a 429 says when to come back' },
  latency: { takes: 'number', what: 'milliseconds that each request takes' },
} as const;

/** What other users do between pages, for `--churn`. */
export const churnKinds = ['move', 'add', 'remove'] as const;

/** What can break, for `--fault`. */
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
