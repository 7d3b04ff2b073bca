/** One environment variable, as README shows it. */
export interface Variable {
  readonly name: string;
  readonly what: string;
  /** The value when it is not set, as people read it. */
  readonly usual: string;
}

/** All environment variables, in the order in which people need them. `*_FILE` variants read the value from a file. */
export const variables: readonly Variable[] = [
  {
    name: 'COPPER_API_KEY',
    what: 'API key (Copper: Settings → Integrations → API Keys); or `COPPER_API_KEY_FILE`',
    usual: '',
  },
  {
    name: 'COPPER_USER_EMAIL',
    what: "e-mail of the key's owner; without it the key is sent as a bearer token",
    usual: '',
  },
  {
    name: 'COPPER_ACCESS_TOKEN',
    what: 'OAuth token instead of a key; or `COPPER_ACCESS_TOKEN_FILE`',
    usual: '',
  },
  {
    name: 'COPPER_SANDBOX',
    what: '`true` stands for `--sandbox`: an invented Copper, no key needed',
    usual: 'false',
  },
  { name: 'COPPER_TIMEZONE', what: 'zone for dates, e.g. `America/New_York`', usual: "the machine's" },
  { name: 'COPPER_FORMAT', what: '`text` tables, or `json` with structured content', usual: 'text' },
  {
    name: 'COPPER_TOOLS',
    what: 'tools that are offered: `all`, `operations`, `reports`, `core` (ten that answer most questions), names, `-name` to leave one out, with commas between',
    usual: 'all',
  },
  {
    name: 'COPPER_TOOL_PREFIX',
    what: 'in front of the names of tools, e.g. `copper_`, for clients that put those of many servers side by side',
    usual: '',
  },
  { name: 'COPPER_MAX_RESULT_CHARS', what: 'characters of an answer, 1,000 to 40,000', usual: '12000' },
  {
    name: 'COPPER_DIALECT',
    what: 'parameter names that the account knows: `contract`, `documented`, or `auto` to find out',
    usual: 'auto',
  },
  { name: 'COPPER_RATE_LIMIT', what: 'requests in any 60 seconds', usual: '180' },
  { name: 'COPPER_MAX_WAIT_MS', what: 'longest wait for the rate limit', usual: '20000' },
  { name: 'COPPER_TIMEOUT_MS', what: 'deadline of one call, waits and retries included', usual: '45000' },
  {
    name: 'COPPER_REPORT_TIMEOUT_MS',
    what: 'deadline of a report, which answers with what it has read by then; more where clients wait longer than a minute',
    usual: '45000',
  },
  {
    name: 'COPPER_API_BASE_URL',
    what: 'another address of the API: https, or http on this machine',
    usual: 'https://api.copper.com/developer_api/v1',
  },
  {
    name: 'HTTPS_PROXY',
    what: 'proxy through which Copper is reached, e.g. `http://name:port`; `NO_PROXY` excepts names',
    usual: '',
  },
  {
    name: 'COPPER_REDIS_URL',
    what: 'Redis 6 or later, or Valkey, through which replicas share one rate limit: `redis://` or `rediss://`; or `COPPER_REDIS_URL_FILE`',
    usual: '',
  },
  {
    name: 'COPPER_REPLICAS',
    what: 'how many replicas share it: what each may use while Redis is away is the limit divided by this',
    usual: '1',
  },
  { name: 'COPPER_HTTP_HOST', what: '`copper-mcp http`: address to listen at', usual: '127.0.0.1' },
  { name: 'COPPER_HTTP_PORT', what: 'port to listen at; 0 for any free one', usual: '3000' },
  {
    name: 'COPPER_HTTP_AUTH',
    what: 'how callers prove who they are: `none` (this machine only), `token` or `oauth`',
    usual: 'none',
  },
  {
    name: 'COPPER_HTTP_CALLERS',
    what: 'callers file: a JSON array of `name`, `sha256` or `claims`, and `copper` credentials',
    usual: '',
  },
  { name: 'COPPER_HTTP_ISSUER', what: 'for `oauth`: the authorization server', usual: '' },
  {
    name: 'COPPER_HTTP_AUDIENCE',
    what: 'for `oauth`: the address of this server as clients know it',
    usual: '',
  },
  {
    name: 'COPPER_HTTP_CALLER_KEYS',
    what: '`true` where callers may bring `X-Copper-Api-Key` and `X-Copper-User-Email`',
    usual: 'false',
  },
  {
    name: 'COPPER_HTTP_ALLOW_HOST',
    what: 'further names by which clients may reach this server, separated by commas',
    usual: '',
  },
  {
    name: 'COPPER_HTTP_ALLOW_ORIGIN',
    what: 'origins of web pages that may call, e.g. `https://app.example.com`',
    usual: '',
  },
  {
    name: 'COPPER_HTTP_TRUST_PROXY',
    what: '`true` behind a proxy that sets `X-Forwarded-*`',
    usual: 'false',
  },
  { name: 'COPPER_HTTP_METRICS_PORT', what: 'a port of its own for `/metrics`', usual: '' },
  { name: 'COPPER_HTTP_MAX_CALLS', what: 'requests under way at once', usual: '1000' },
  {
    name: 'COPPER_HTTP_MAX_CALLS_PER_CALLER',
    what: 'requests of one caller under way at once',
    usual: '250',
  },
  {
    name: 'LOG_ARGS',
    what: '`1` adds the arguments of calls to the log of `copper-mcp http`; they may hold personal data',
    usual: '',
  },
  {
    name: 'LOG_LEVEL',
    what: '`debug` logs each request to stderr: trace, debug, info, warn, error, silent',
    usual: 'warn',
  },
];
