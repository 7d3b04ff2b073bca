/** One option of a command, as it is read, shown and completed. */
export interface CommandOption {
  readonly type: 'string' | 'boolean';
  readonly multiple?: true;
  /** What its value is, as help shows it. */
  readonly value?: string;
  /** All values it takes. */
  readonly oneOf?: readonly string[];
  readonly what: string;
}

/** One command, as a person sees it. */
export interface CommandSpec {
  /** What follows the program's name. */
  readonly usage: string;
  readonly what: string;
  /** Words it takes, with what they are; the last one can be repeated if `repeatLast` says so. */
  readonly positionals?: Readonly<Record<string, string>>;
  readonly repeatLast?: true;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Command lines that work as they are, and what they show. */
  readonly examples: Readonly<Record<string, string>>;
  /** What else is worth knowing, in sentences. */
  readonly notes?: string;
}

/** An option without a value. */
export const flag = (what: string) => ({ type: 'boolean', what }) as const;
/** An option with a value, which help shows as `value`, or as one of these if all are known. */
export const option = (value: string, what: string, oneOf?: readonly string[]) =>
  ({ type: 'string', value, what, ...(oneOf === undefined ? {} : { oneOf }) }) as const;
/** An option that can be given several times. */
export const repeatable = (value: string, what: string) =>
  ({ ...option(value, what), multiple: true }) as const;

/** The switch to the sandbox, which several commands take. */
export const sandboxFlag = flag('use a made-up demo account: no key needed, and nothing leaves this machine');

/** The choice of tools, which several commands take. */
export const toolsOption = option(
  'LIST',
  'offer only these: all, operations, reports, core, research, tool names, or -name to leave one out',
);

/** The account whose records answers link to, as a person has it at hand. */
export const accountOption = option(
  'ADDRESS',
  'any address of your Copper, or the number in it, for links to records',
);
/** The command that clients start: apart from the others, whose texts a start does not need. */
export const serveSpec = {
  usage: '[--sandbox]',
  what: 'serve MCP over stdin and stdout; this is what clients start',
  options: { tools: toolsOption, sandbox: sandboxFlag },
  examples: { 'copper-mcp --sandbox': 'waits for a client, with demo data' },
} as const satisfies CommandSpec;

/** What both commands that change clients' configurations take. */
export const installFlags = {
  all: flag('all clients that are found, without asking which'),
  yes: flag('write without asking'),
  'dry-run': flag('show everything, write nothing'),
  json: flag('print what was done as JSON'),
} as const;
