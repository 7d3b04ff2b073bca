/** One environment variable, as README shows it. */
export interface Variable {
  readonly name: string;
  readonly what: string;
  /** The value that counts when it is not set, as text. */
  readonly defaultValue: string;
}

/** All environment variables, the most needed first. `*_FILE` variants read the value from a file. */
export const variables: readonly Variable[] = [
  {
    name: 'COPPER_API_KEY',
    what: 'API key (Copper: Settings → Integrations → API Keys); or `COPPER_API_KEY_FILE`',
    defaultValue: '',
  },
  {
    name: 'COPPER_USER_EMAIL',
    what: "e-mail of the key's owner; without it the key is sent as a bearer token",
    defaultValue: '',
  },
  {
    name: 'COPPER_ACCESS_TOKEN',
    what: 'OAuth token instead of a key; or `COPPER_ACCESS_TOKEN_FILE`',
    defaultValue: '',
  },
  {
    name: 'COPPER_SANDBOX',
    what: '`true` is the same as `--sandbox`: demo data, no key needed',
    defaultValue: 'false',
  },
  {
    name: 'COPPER_TIMEZONE',
    what: 'time zone for dates, e.g. `America/New_York`',
    defaultValue: "the machine's",
  },
  { name: 'COPPER_FORMAT', what: '`text` tables, or `json` with structured content', defaultValue: 'text' },
  {
    name: 'COPPER_TOOLS',
    what: 'tools to offer: `all`, `operations`, `reports`, `core` (ten that answer most questions), names, `-name` to leave one out; separated by commas',
    defaultValue: 'all',
  },
  {
    name: 'COPPER_TOOL_PREFIX',
    what: 'prefix of tool names, e.g. `copper_`, for clients that list the tools of many servers together',
    defaultValue: '',
  },
  {
    name: 'COPPER_MAX_RESULT_CHARS',
    what: 'maximum characters of an answer, 1,000 to 40,000',
    defaultValue: '12000',
  },
  {
    name: 'COPPER_DIALECT',
    what: 'parameter names that the API of the account knows: `contract`, `documented`, or `auto` to detect them',
    defaultValue: 'auto',
  },
  { name: 'COPPER_RATE_LIMIT', what: 'requests in any 60 seconds', defaultValue: '180' },
  { name: 'COPPER_MAX_WAIT_MS', what: 'longest wait for the rate limit', defaultValue: '20000' },
  {
    name: 'COPPER_TIMEOUT_MS',
    what: 'time limit of one call, including waits and retries',
    defaultValue: '45000',
  },
  {
    name: 'COPPER_REPORT_TIMEOUT_MS',
    what: 'time limit of a report, which answers with what it has read by then; raise it where clients wait longer than a minute',
    defaultValue: '45000',
  },
  {
    name: 'COPPER_API_BASE_URL',
    what: 'another base URL of the API: https, or http on this machine',
    defaultValue: 'https://api.copper.com/developer_api/v1',
  },
  {
    name: 'HTTPS_PROXY',
    what: 'proxy for requests to Copper, e.g. `http://name:port`; `NO_PROXY` lists exceptions',
    defaultValue: '',
  },
  {
    name: 'COPPER_REDIS_URL',
    what: 'Redis 6 or later, or Valkey, through which replicas share one rate limit: `redis://` or `rediss://`; or `COPPER_REDIS_URL_FILE`',
    defaultValue: '',
  },
  {
    name: 'COPPER_REPLICAS',
    what: 'number of replicas that share it; while Redis is down, each may use the limit divided by this number',
    defaultValue: '1',
  },
  { name: 'COPPER_HTTP_HOST', what: '`copper-mcp http`: address to listen on', defaultValue: '127.0.0.1' },
  { name: 'COPPER_HTTP_PORT', what: 'port to listen on; 0 for any free one', defaultValue: '3000' },
  {
    name: 'COPPER_HTTP_AUTH',
    what: 'how callers authenticate: `none` (this machine only), `token` or `oauth`',
    defaultValue: 'none',
  },
  {
    name: 'COPPER_HTTP_CALLERS',
    what: 'callers file: a JSON array of `name`, `sha256` or `claims`, and `copper` credentials',
    defaultValue: '',
  },
  { name: 'COPPER_HTTP_ISSUER', what: 'for `oauth`: the authorization server', defaultValue: '' },
  {
    name: 'COPPER_HTTP_AUDIENCE',
    what: 'for `oauth`: the URL of this server as clients know it',
    defaultValue: '',
  },
  {
    name: 'COPPER_HTTP_CALLER_KEYS',
    what: '`true` lets callers send their own `X-Copper-Api-Key` and `X-Copper-User-Email`',
    defaultValue: 'false',
  },
  {
    name: 'COPPER_HTTP_ALLOW_HOST',
    what: 'further host names by which clients reach this server, separated by commas',
    defaultValue: '',
  },
  {
    name: 'COPPER_HTTP_ALLOW_ORIGIN',
    what: 'origins of web pages that may call, e.g. `https://app.example.com`',
    defaultValue: '',
  },
  {
    name: 'COPPER_HTTP_TRUST_PROXY',
    what: '`true` behind a proxy that sets `X-Forwarded-*`',
    defaultValue: 'false',
  },
  { name: 'COPPER_HTTP_METRICS_PORT', what: 'separate port for `/metrics`', defaultValue: '' },
  { name: 'COPPER_HTTP_MAX_CALLS', what: 'requests in progress at once', defaultValue: '1000' },
  {
    name: 'COPPER_HTTP_MAX_CALLS_PER_CALLER',
    what: 'requests of one caller in progress at once',
    defaultValue: '250',
  },
  {
    name: 'LOG_ARGS',
    what: '`1` adds the arguments of calls to the log of `copper-mcp http`; they may contain personal data',
    defaultValue: '',
  },
  {
    name: 'LOG_LEVEL',
    what: '`debug` logs each request to stderr: trace, debug, info, warn, error, silent',
    defaultValue: 'warn',
  },
];
