import { churnKinds, faultKinds, switches } from './sandbox-switches.ts';

/** One option of a command, as it is read, shown and completed. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly multiple?: true;
  /** What its value is, as help shows it. */
  readonly value?: string;
  /** All values it takes. */
  readonly oneOf?: readonly string[];
  readonly what: string;
}

/** One command, as a person meets it. */
export interface Command {
  /** What follows the program's name. */
  readonly usage: string;
  readonly what: string;
  /** Words it takes, with what they are; the last one may come again where `more` says so. */
  readonly words: readonly (readonly [string, string])[];
  readonly more?: true;
  readonly options: Readonly<Record<string, Option>>;
  /** Commands that work as they stand, and what they show. */
  readonly examples: readonly (readonly [string, string])[];
  /** What else is worth knowing, a sentence each. */
  readonly notes?: readonly string[];
}

const sandbox = {
  type: 'boolean',
  what: 'use an invented Copper in memory: no key needed, and nothing leaves this machine',
} as const;

const toolList = {
  type: 'string',
  value: 'LIST',
  what: 'offer only these: all, operations, reports, core, names of tools, -name without one',
} as const;

const json = (what: string) => ({ type: 'boolean', what }) as const;
const text = (value: string, what: string) => ({ type: 'string', value, what }) as const;
const list = (value: string, what: string) => ({ ...text(value, what), multiple: true }) as const;

/** What both commands that change configurations take. */
const written = {
  all: { type: 'boolean', what: 'all clients that are found, without a question which' },
  yes: { type: 'boolean', what: 'write without asking' },
  'dry-run': { type: 'boolean', what: 'show everything, write nothing' },
  json: json('what was done as JSON'),
} as const;

/** The commands in the order in which people need them. Whatever is read, helped with or completed comes from here. */
export const commands = {
  serve: {
    usage: '[--sandbox]',
    what: 'serve MCP over stdin and stdout: what a client starts',
    words: [],
    options: { tools: toolList, sandbox },
    examples: [['copper-mcp --sandbox', 'waits for a client, with invented data behind it']],
  },
  call: {
    usage: 'call TOOL [key=value …]',
    what: 'ask once; the answer is on stdout',
    words: [
      ['TOOL', 'name of a tool; `copper-mcp call TOOL --help` shows its arguments'],
      ['key=value', 'an argument, the same key again for a list; or all of them as one JSON object'],
    ],
    more: true,
    options: {
      input: text('FILE', 'read the arguments as one JSON object from a file; `-` is stdin'),
      json: json('the answer as JSON'),
      sandbox,
    },
    examples: [
      [
        'copper-mcp call search_opportunities owner=me status=Open sort=-value limit=5 --sandbox',
        'the five largest of my open deals',
      ],
      [
        `echo '{"name":"Globex"}' | copper-mcp call search_companies --input - --sandbox`,
        'arguments from another program',
      ],
    ],
    notes: [
      'An error is one line on stderr that begins with its kind, such as unknown_name, and the exit code is 1.',
    ],
  },
  tools: {
    usage: 'tools',
    what: 'list the tools: what they are for and what they cost',
    words: [],
    options: {
      tools: toolList,
      markdown: { type: 'boolean', what: 'a table in Markdown' },
      json: json('the list as clients see it'),
    },
    examples: [
      ['copper-mcp tools', 'a table'],
      ['copper-mcp tools --json', 'names, descriptions and schemas'],
    ],
  },
  doctor: {
    usage: 'doctor',
    what: 'check this machine, the network, the key and the account, with advice',
    words: [],
    options: {
      offline: { type: 'boolean', what: 'ask nobody: look at this machine only' },
      json: json('the report as JSON: `ok`, `version`, and `findings` of `mark`, `what`, `said`, `advice`'),
      sandbox,
    },
    examples: [
      ['copper-mcp doctor --sandbox', 'a healthy account'],
      ['copper-mcp doctor --offline --json', 'what is set, and where'],
    ],
    notes: ['The exit code is 1 when something fails; warnings leave it at 0.'],
  },
  install: {
    usage: 'install [CLIENT …]',
    what: 'add this server to MCP clients: Claude, Cursor, VS Code, Codex and more',
    words: [['CLIENT', 'name of a client; those found on this machine are offered unless told']],
    more: true,
    options: {
      ...written,
      sandbox,
      email: text('ADDRESS', "e-mail of the key's owner"),
      'key-file': text('FILE', 'a file that holds the key, which the configuration then names'),
      'key-stdin': { type: 'boolean', what: 'read the key from stdin' },
      'key-in-config': { type: 'boolean', what: 'write the key into the configuration itself' },
      'vscode-input': { type: 'boolean', what: 'let VS Code ask for the key and keep it' },
      'no-check': { type: 'boolean', what: 'do not ask Copper whether the key is good' },
      force: { type: 'boolean', what: 'replace another server that is called copper' },
      local: { type: 'boolean', what: 'start this very copy of the program' },
      print: { type: 'boolean', what: 'show what to paste into any other client' },
    },
    examples: [
      ['copper-mcp install --dry-run --sandbox', 'what it would change in the clients that it finds'],
      ['copper-mcp install cursor --sandbox --dry-run', 'shows the change and writes nothing'],
    ],
    notes: ['`copper-mcp uninstall` undoes it.'],
  },
  uninstall: {
    usage: 'uninstall [CLIENT …]',
    what: 'take it out of them again',
    words: [['CLIENT', 'name of a client; all that have this server unless told']],
    more: true,
    options: {
      ...written,
      'keep-key': { type: 'boolean', what: 'leave the file that holds the key' },
    },
    examples: [['copper-mcp uninstall --dry-run', 'shows what would be taken out']],
  },
  http: {
    usage: 'http [--port N]',
    what: 'serve MCP over HTTP, for many callers',
    words: [],
    options: {
      host: text('NAME', 'address to listen at; usually 127.0.0.1'),
      port: text('N', 'port to listen at, 0 for any free one; usually 3000'),
      auth: {
        ...text('KIND', 'how callers prove who they are; none serves this machine only'),
        oneOf: ['none', 'token', 'oauth'],
      },
      callers: text('FILE', 'callers file: who may call, and with which key'),
      issuer: text('URL', 'for oauth: the authorization server'),
      audience: text('URL', 'for oauth: the address of this server as clients know it'),
      'caller-keys': { type: 'boolean', what: 'callers may bring a Copper key of their own' },
      'allow-host': list('NAME', 'a further name by which clients may reach this server'),
      'allow-origin': list('ORIGIN', 'an origin of web pages that may call'),
      'trust-proxy': { type: 'boolean', what: 'behind a proxy that sets X-Forwarded-*' },
      'metrics-port': text('N', 'a port of its own for /metrics'),
      'max-calls': text('N', 'requests under way at once; usually 1000'),
      'max-calls-per-caller': text('N', 'requests of one caller under way at once; usually 250'),
      tools: toolList,
      sandbox,
    },
    examples: [
      ['copper-mcp http --port 0 --sandbox', 'serves at the address that it prints, until Ctrl-C'],
      ['copper-mcp http --auth token --callers callers.json --sandbox', 'asks each caller for a token'],
    ],
    notes: [
      'The address stands alone on stdout; log lines on stderr are JSON.',
      'Each option is a variable as well: --allow-host is COPPER_HTTP_ALLOW_HOST.',
    ],
  },
  token: {
    usage: 'token new NAME',
    what: 'make a bearer token for a caller of the HTTP server',
    words: [
      ['new', 'makes a token'],
      ['NAME', 'of the caller, as the log tells it'],
    ],
    options: {
      callers: text('FILE', 'callers file that keeps its hash; it is made if it is not there'),
      json: json('name, token and hash as JSON'),
    },
    examples: [
      ['copper-mcp token new alice', 'prints the token, and what to add to a callers file'],
      ['copper-mcp token new bob --callers callers.json', 'adds bob to the file'],
    ],
  },
  sandbox: {
    usage: 'sandbox [--port N]',
    what: 'serve an invented Copper over HTTP to any program',
    words: [],
    options: {
      port: text('N', 'port to listen at; any free one unless told'),
      host: text('NAME', 'address to listen at; usually 127.0.0.1'),
      fault: {
        ...text('KIND:N', 'break each Nth request so'),
        oneOf: faultKinds,
      },
      churn: {
        ...text('KIND:N', 'after each page, do so to N of its rows'),
        oneOf: churnKinds,
      },
      ...switchOptions(),
    },
    examples: [
      ['copper-mcp sandbox --port 4000', 'any key is taken'],
      ['copper-mcp sandbox --fault 502-html:3 --latency 200 --limit 60', 'a Copper on a bad day'],
    ],
    notes: ['The address stands alone on stdout.'],
  },
  completion: {
    usage: 'completion SHELL',
    what: 'print what makes a shell complete commands, tools and arguments',
    words: [['SHELL', 'bash, zsh or fish']],
    options: {},
    examples: [
      ['copper-mcp completion bash', 'in ~/.bashrc: source <(copper-mcp completion bash)'],
      ['copper-mcp completion zsh', 'in ~/.zshrc, after compinit: source <(copper-mcp completion zsh)'],
      ['copper-mcp completion fish', 'into ~/.config/fish/completions/copper-mcp.fish'],
    ],
  },
  help: {
    usage: 'help [COMMAND | TOOL]',
    what: 'show this, or all about one command or one tool',
    words: [
      ['COMMAND', 'or the name of a tool'],
      ['TOOL', 'after call'],
    ],
    options: {},
    examples: [
      ['copper-mcp help call', 'the same as copper-mcp call --help'],
      ['copper-mcp help search_opportunities', 'the arguments of a tool'],
    ],
  },
  version: {
    usage: 'version',
    what: 'print the version alone',
    words: [],
    options: {},
    examples: [['copper-mcp --version', 'the same']],
  },
} as const satisfies Readonly<Record<string, Command>>;

/** The name of a command. */
export type CommandName = keyof typeof commands;

type Switch = keyof typeof switches;

function switchOptions() {
  const options = Object.entries(switches).map(([name, { takes, what }]) => {
    if (takes === 'number') return [name, text('N', what)];
    return [name, { ...text('WORD', what), oneOf: takes === 'yes or no' ? ['yes', 'no'] : takes }];
  });
  return Object.fromEntries(options) as Readonly<Record<Switch, Option & { readonly type: 'string' }>>;
}
