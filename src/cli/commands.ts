import {
  accountOption,
  type CommandSpec,
  flag,
  installFlags,
  option,
  repeatable,
  sandboxFlag,
  serveSpec,
  toolsOption,
} from './command-spec.ts';
import { sandboxOptions } from './sandbox-switches.ts';

/** The commands, the most needed first. Arguments are read, explained and completed from this table. */
export const commands = {
  serve: serveSpec,
  call: {
    usage: 'call TOOL [key=value …]',
    what: 'call one tool; the answer is on stdout',
    positionals: {
      TOOL: 'a tool name; `copper-mcp call TOOL --help` shows its arguments',
      'key=value': 'an argument; repeat the key for a list, or give all arguments as one JSON object',
    },
    repeatLast: true,
    options: {
      input: option('FILE', 'read the arguments as one JSON object from a file; `-` is stdin'),
      json: flag('print the answer as JSON'),
      chart: flag('draw groups and periods as bars in place of rows'),
      html: option('FILE', 'also write the answer as a page with pictures, which opens in any browser'),
      sandbox: sandboxFlag,
    },
    examples: {
      'copper-mcp call search_opportunities owner=me status=Open sort=-value limit=5 --sandbox':
        'my five largest open deals',
      'echo \'{"name":"Globex"}\' | copper-mcp call search_companies --input - --sandbox':
        'arguments from another program',
      "copper-mcp call summarize what=opportunities by='closes month' --chart --sandbox":
        'deals by month, as bars',
    },
    notes:
      'An error is one line on stderr that begins with its kind, such as unknown_name; with --json it is an object with kind and message. The exit code is then 1.',
  },
  digest: {
    usage: 'digest [--owner NAME] [--since STAMP]',
    what: 'print a day and what changed in the pipeline as Markdown, for cron or a scheduled chat',
    options: {
      owner: option('NAME', "whose day; default: that of the key's owner"),
      since: option(
        'STAMP',
        'the "as of" with which an earlier digest ended, or a day; default: the last working day',
      ),
      sandbox: sandboxFlag,
    },
    examples: {
      'copper-mcp digest --sandbox': 'the day of a made-up person',
      'copper-mcp digest --owner "Jane Smith" --since 2026-11-27 --sandbox': "someone else's, since a day",
    },
    notes:
      'Only Markdown is on stdout, and its last line is the stamp for the next --since. An error is one line on stderr and nothing on stdout; the exit code is then 1.',
  },
  export: {
    usage: 'export TOOL [key=value …]',
    what: 'write all rows of a tool to a file, as CSV or JSON lines',
    positionals: {
      TOOL: 'a search, a list, or a report that is one list',
      'key=value': 'an argument, as for call; without fields= all fields of the record are written',
    },
    repeatLast: true,
    options: {
      to: option('FILE', 'the file, whose name ends with .csv or .jsonl; default: stdout'),
      format: option('FORMAT', 'the format, if no file name tells it; default csv', ['csv', 'jsonl']),
      excel: flag('begin the CSV so that Excel reads it as UTF-8'),
      force: flag('replace the file, and what another export has left beside it'),
      input: option('FILE', 'read the arguments as one JSON object from a file; `-` is stdin'),
      sandbox: sandboxFlag,
    },
    examples: {
      'copper-mcp export search_opportunities status=Open --to open-deals.csv --force --sandbox':
        'all open deals, with all fields',
      'copper-mcp export search_people owner=me fields=name,email --format jsonl --sandbox':
        'my contacts, one JSON object a line',
    },
    notes:
      'An export that was cut off is in FILE.part: the same command goes on from there, unless records were added or removed meanwhile; then it says so and starts again. Days and times are ISO, in COPPER_TIMEZONE; values of a list have "; " between them; email and phone are the first ones, email_all and phone_all have all. In CSV an apostrophe stands before texts that a spreadsheet would run as formulas. With COPPER_ACCOUNT_ID there is a column link.',
  },
  tools: {
    usage: 'tools',
    what: 'list the tools, what they are for and how many tokens they cost',
    options: {
      tools: toolsOption,
      markdown: flag('print a Markdown table'),
      json: flag('print the list as clients see it'),
    },
    examples: { 'copper-mcp tools': 'a table', 'copper-mcp tools --json': 'names, descriptions and schemas' },
  },
  doctor: {
    usage: 'doctor',
    what: 'check this machine, its MCP clients, the network, the key and the account',
    options: {
      offline: flag('check this machine only, without any request'),
      'account-id': accountOption,
      json: flag(
        'print the report as JSON: `ok`, `version`, and `findings` with `mark`, `what`, `said`, `advice`',
      ),
      sandbox: sandboxFlag,
    },
    examples: {
      'copper-mcp doctor --sandbox': 'a healthy account',
      'copper-mcp doctor --offline --json': 'what is set, and where',
    },
    notes: 'The exit code is 1 when something fails; warnings leave it at 0.',
  },
  install: {
    usage: 'install [CLIENT …]',
    what: 'add this server to MCP clients: Claude, Cursor, VS Code, Codex and more',
    positionals: { CLIENT: 'a client name; default: choose among those found on this machine' },
    repeatLast: true,
    options: {
      ...installFlags,
      sandbox: sandboxFlag,
      email: option('ADDRESS', "e-mail of the key's owner"),
      'account-id': accountOption,
      'key-file': option('FILE', 'a file that contains the key; the configuration refers to it'),
      'key-stdin': flag('read the key from stdin'),
      'key-in-config': flag('write the key into the configuration itself'),
      'vscode-input': flag('let VS Code ask for the key and store it'),
      'no-check': flag('do not check the key with Copper'),
      'no-start': flag('write it without starting it first'),
      force: flag('replace another server named copper'),
      local: flag('start this copy, also if npm has this version'),
      print: flag('show what to paste into any other client'),
    },
    examples: {
      'copper-mcp install --dry-run --sandbox': 'shows what it would change in the clients that it finds',
      'copper-mcp install cursor --sandbox --dry-run': 'shows the change and writes nothing',
    },
    notes: '`copper-mcp uninstall` undoes it.',
  },
  uninstall: {
    usage: 'uninstall [CLIENT …]',
    what: 'remove this server from MCP clients',
    positionals: { CLIENT: 'a client name; default: choose among those that have this server' },
    repeatLast: true,
    options: { ...installFlags, 'keep-key': flag('leave the file that contains the key') },
    examples: { 'copper-mcp uninstall --dry-run': 'shows what would be removed' },
  },
  http: {
    usage: 'http [--port N]',
    what: 'serve MCP over HTTP, for many callers',
    options: {
      host: option('NAME', 'address to listen on; default 127.0.0.1'),
      port: option('N', 'port to listen on, 0 for any free one; default 3000'),
      auth: option('KIND', 'how callers authenticate; none serves this machine only', [
        'none',
        'token',
        'oauth',
        'sign-in',
      ]),
      callers: option('FILE', 'callers file: who may call, and with which key'),
      issuer: option('URL', 'for oauth: the authorization server'),
      audience: option('URL', 'for oauth and sign-in: the address of this server as clients know it'),
      'trust-email-claim': flag('for oauth: the issuer verifies all addresses and sends no email_verified'),
      'allow-email-domain': repeatable('DOMAIN', 'for sign-in: people with an e-mail address of this domain'),
      'allow-email': repeatable('ADDRESS', 'for sign-in: this person'),
      'sign-ins': option('FILE', 'for sign-in: where sign-ins are kept, encrypted'),
      audit: option('FILE', 'a JSON line for each call: who was shown which records'),
      'caller-keys': flag('callers may send a Copper key of their own'),
      'allow-host': repeatable('NAME', 'another host name under which clients may reach this server'),
      'allow-origin': repeatable('ORIGIN', 'an origin of web pages that may call'),
      'trust-proxy': flag('behind a proxy that sets X-Forwarded-*'),
      'metrics-port': option('N', 'a separate port for /metrics'),
      'metrics-token': option('TOKEN', 'the bearer token that /metrics asks for; better set by its variable'),
      'max-calls': option('N', 'most requests at a time; default 1000'),
      'max-calls-per-caller': option('N', 'most requests of one caller at a time; default 250'),
      tools: toolsOption,
      sandbox: sandboxFlag,
    },
    examples: {
      'copper-mcp http --port 0 --sandbox': 'serves at the address that it prints, until Ctrl-C',
      'copper-mcp http --auth token --callers callers.json --sandbox': 'asks each caller for a token',
    },
    notes:
      'Only the address is on stdout; log lines on stderr are JSON. Each option can also be set by a variable: --allow-host is COPPER_HTTP_ALLOW_HOST.',
  },
  token: {
    usage: 'token new|list|revoke|rotate|secret [NAME]',
    what: 'tokens of callers of the HTTP server, and who has signed in',
    positionals: {
      'new|list|revoke|rotate|secret':
        'make, list, end or replace tokens and sign-ins; secret: one for COPPER_HTTP_SECRET',
      NAME: 'a caller; for revoke also the e-mail, name or id of a person who signed in',
    },
    options: {
      callers: option('FILE', 'callers file; `new` creates it if there is none'),
      'sign-ins': option('FILE', 'its sign-ins, as for the server'),
      json: flag('print the result as JSON'),
    },
    examples: {
      'copper-mcp token new bob --callers callers.json': 'adds bob to the file',
      'copper-mcp token list --callers callers.json': 'who may call',
      'copper-mcp token rotate bob --callers callers.json': 'a new token for bob',
      'copper-mcp token secret': 'prints a new secret',
    },
  },
  sandbox: {
    usage: 'sandbox [--port N]',
    what: 'serve a made-up Copper account over HTTP, for any program',
    options: {
      port: option('N', 'port to listen on; default: any free one'),
      host: option('NAME', 'address to listen on; default 127.0.0.1'),
      ...sandboxOptions(),
    },
    examples: {
      'copper-mcp sandbox --port 4000': 'accepts any key',
      'copper-mcp sandbox --fault 502-html:3 --latency 200 --limit 60': 'a Copper on a bad day',
    },
    notes: 'Only the address is on stdout.',
  },
  completion: {
    usage: 'completion SHELL',
    what: 'print a script that makes a shell complete commands, tools and arguments',
    positionals: { SHELL: 'bash, zsh or fish' },
    options: {},
    examples: {
      'copper-mcp completion bash': 'in ~/.bashrc: source <(copper-mcp completion bash)',
      'copper-mcp completion zsh': 'in ~/.zshrc, after compinit: source <(copper-mcp completion zsh)',
      'copper-mcp completion fish': 'save it as ~/.config/fish/completions/copper-mcp.fish',
    },
  },
  help: {
    usage: 'help [COMMAND | TOOL]',
    what: 'show this help, or help on a command or a tool',
    positionals: { COMMAND: 'a command, or the name of a tool', TOOL: 'a tool name, after call' },
    options: {},
    examples: {
      'copper-mcp help call': 'the same as copper-mcp call --help',
      'copper-mcp help search_opportunities': 'the arguments of a tool',
    },
  },
  version: {
    usage: 'version',
    what: 'print the version',
    options: {},
    examples: { 'copper-mcp --version': 'the same' },
  },
} as const satisfies Readonly<Record<string, CommandSpec>>;

/** The command of this name; undefined if there is none. */
export const commandNamed = (name: string): CommandSpec | undefined =>
  Object.entries(commands).find(([known]) => known === name)?.[1];
