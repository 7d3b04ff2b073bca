import { variables } from '../variables.ts';
import { type ExitCode, paint, type Shell } from './shell.ts';
import { versionNumber } from './version.ts';

const commands: readonly (readonly [string, string])[] = [
  ['copper-mcp', 'serve MCP over stdin and stdout: what a client starts'],
  ['copper-mcp http --port 3000', 'serve MCP over HTTP, for many callers (--auth none, token or oauth)'],
  ['copper-mcp token new NAME', 'make a bearer token for a caller (--callers FILE)'],
  ['copper-mcp tools', 'the tools, what they are for and what they cost (--tools, --markdown, --json)'],
  ['copper-mcp call TOOL key=value …', 'ask once, answer on stdout (or one JSON object; --json)'],
  ['copper-mcp doctor', 'check configuration, key and account, with advice'],
  ['copper-mcp sandbox --port 4000', 'serve an invented Copper over HTTP to any program'],
];

/** Everything a person needs to start. */
export function help(shell: Shell): ExitCode {
  const title = (text: string) => paint(shell, 'bold', text);
  const widest = Math.max(...commands.map(([name]) => name.length));
  const names = Math.max(...variables.map(({ name }) => name.length));
  shell.print(
    [
      `${title('copper-mcp')} ${versionNumber}: read a Copper CRM with AI agents. Read-only: 27 operations, nothing else leaves.`,
      '',
      title('Commands'),
      ...commands.map(([name, what]) => `  ${paint(shell, 'cyan', name.padEnd(widest))}  ${what}`),
      '',
      title('Options'),
      '  --sandbox   use an invented Copper in memory: no key needed (serve, http, call, doctor)',
      '  --tools     offer only some tools, e.g. core, or reports,search_people (serve, http, tools)',
      '  --help, --version',
      '',
      title('Environment'),
      ...variables.map(
        ({ name, what, usual }) => `  ${name.padEnd(names)}  ${what}${usual === '' ? '' : ` [${usual}]`}`,
      ),
      '',
      title('First steps'),
      '  copper-mcp call search_opportunities owner=me status=Open sort=-value limit=5 --sandbox',
      '  COPPER_API_KEY=… COPPER_USER_EMAIL=you@company.com copper-mcp doctor',
    ].join('\n'),
  );
  return 0;
}

/** The version alone, for scripts. */
export function version(shell: Shell): ExitCode {
  shell.print(versionNumber);
  return 0;
}
