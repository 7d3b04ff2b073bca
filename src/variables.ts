/** One environment variable, as docs/configuration.md shows it. */
export interface Variable {
  readonly name: string;
  readonly what: string;
  /** The value that counts when it is not set, as text. */
  readonly defaultValue: string;
}

/** The variables by name: what each is for, and its default if it has one. */
const table: Readonly<Record<string, readonly [what: string, defaultValue?: string]>> = {
  COPPER_API_KEY: ['API key (Copper: Settings → Integrations → API Keys); or `COPPER_API_KEY_FILE`'],
  COPPER_USER_EMAIL: ["e-mail of the key's owner; without it the key is sent as a bearer token"],
  COPPER_ACCESS_TOKEN: ['OAuth token instead of a key; or `COPPER_ACCESS_TOKEN_FILE`'],
  COPPER_SANDBOX: ['`true` is the same as `--sandbox`: demo data, no key needed', 'false'],
  COPPER_ACCOUNT_ID: ['number of the Copper account, for links to records: paste any address of its web app'],
  COPPER_TIMEZONE: ['time zone for dates, e.g. `America/New_York`', "the machine's"],
  COPPER_FORMAT: ['`text` tables, or `json` with structured content', 'text'],
  COPPER_TOOLS: [
    'tools to offer: `all`, `operations`, `reports`, `core` (those that answer most questions, in short forms), `research` (`search` and `fetch` for ChatGPT), names, `-name` to leave one out; separated by commas',
    'all',
  ],
  COPPER_TOOL_PREFIX: [
    'prefix of tool names, e.g. `copper_`, for clients that list the tools of many servers together',
  ],
  COPPER_MAX_RESULT_CHARS: ['maximum characters of an answer, 1,000 to 40,000', '12000'],
  COPPER_DIALECT: [
    'parameter names that the API of the account knows: `contract`, `documented`, or `auto` to detect them',
    'auto',
  ],
  COPPER_RATE_LIMIT: ['requests in any 60 seconds', '180'],
  COPPER_MAX_WAIT_MS: ['longest wait for the rate limit', '20000'],
  COPPER_TIMEOUT_MS: ['time limit of one call, including waits and retries', '45000'],
  COPPER_REPORT_TIMEOUT_MS: [
    'time limit of a report, which answers with what it has read by then; raise it if clients wait longer than a minute',
    '45000',
  ],
  COPPER_REUSE_SECONDS: [
    'how long rows that were read, kept in memory, answer the next reports and pages, which then say `as of`; 0 to read anew each time',
    '120',
  ],
  COPPER_API_BASE_URL: [
    'another base URL of the API: https, or http on this machine',
    'https://api.copper.com/developer_api/v1',
  ],
  HTTPS_PROXY: [
    'http or https proxy for requests to Copper, e.g. `http://name:port`; without it `ALL_PROXY` counts; `NO_PROXY` lists exceptions',
  ],
  COPPER_REDIS_URL: [
    'Redis 6 or later, or Valkey, through which replicas share one rate limit: `redis://` or `rediss://`; or `COPPER_REDIS_URL_FILE`',
  ],
  COPPER_REPLICAS: [
    'number of replicas that share it; while Redis is down, each may use the limit divided by this number',
    '1',
  ],
  COPPER_HTTP_HOST: ['`copper-mcp http`: address to listen on', '127.0.0.1'],
  COPPER_HTTP_PORT: ['port to listen on; 0 for any free one', '3000'],
  COPPER_HTTP_AUTH: [
    'how callers authenticate: `none` (this machine only), `token`, `oauth` or `sign-in`',
    'none',
  ],
  COPPER_HTTP_CALLERS: [
    'callers file: a JSON array of `name`, `sha256` or `claims`, and `copper` credentials',
  ],
  COPPER_HTTP_ISSUER: ['for `oauth`: the authorization server'],
  COPPER_HTTP_AUDIENCE: ['for `oauth` and `sign-in`: the URL of this server as clients know it'],
  COPPER_HTTP_TRUST_EMAIL_CLAIM: [
    'for `oauth`: `true` if the issuer verifies all addresses and sends no `email_verified`',
    'false',
  ],
  COPPER_HTTP_SECRET: [
    'for `sign-in`: the secret, from `copper-mcp token secret`; or `COPPER_HTTP_SECRET_FILE`',
  ],
  COPPER_HTTP_SIGN_INS: ['for `sign-in`: the file that keeps sign-ins, if `COPPER_REDIS_URL` is not set'],
  COPPER_HTTP_ALLOW_EMAIL_DOMAIN: [
    'for `sign-in`: e-mail domains of those who may sign in; default: everyone',
  ],
  COPPER_HTTP_ALLOW_EMAIL: ['for `sign-in`: e-mail addresses of those who may sign in'],
  COPPER_HTTP_AUDIT: ['file to which a JSON line is appended for each call: who was shown which records'],
  COPPER_HTTP_CALLER_KEYS: [
    '`true` lets callers send their own `X-Copper-Api-Key` and `X-Copper-User-Email`',
    'false',
  ],
  COPPER_HTTP_ALLOW_HOST: ['further host names by which clients reach this server, separated by commas'],
  COPPER_HTTP_ALLOW_ORIGIN: ['origins of web pages that may call, e.g. `https://app.example.com`'],
  COPPER_HTTP_TRUST_PROXY: ['`true` behind a proxy that sets `X-Forwarded-*`', 'false'],
  COPPER_HTTP_METRICS_PORT: ['separate port for `/metrics`'],
  COPPER_HTTP_METRICS_TOKEN: ['bearer token that `/metrics` asks for'],
  COPPER_HTTP_MAX_CALLS: ['requests in progress at once', '1000'],
  COPPER_HTTP_MAX_CALLS_PER_CALLER: ['requests of one caller in progress at once', '250'],
  LOG_ARGS: [
    '`1` adds the arguments of calls to the log of `copper-mcp http`; they may contain personal data',
  ],
  LOG_LEVEL: ['`debug` logs each request to stderr: trace, debug, info, warn, error, silent', 'warn'],
};

/** All environment variables, the most needed first. `*_FILE` variants read the value from a file. */
export const variables: readonly Variable[] = Object.entries(table).map(
  ([name, [what, defaultValue = '']]) => ({ name, what, defaultValue }),
);
