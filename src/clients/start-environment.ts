import type { ServerEntry } from './entry.ts';
import type { LocalMachine } from './local-machine.ts';
import type { McpClient } from './mcp-clients.ts';

/** The PATH of programs that are started from the desktop. */
const desktopPath: Readonly<Record<string, string>> = {
  linux: '/usr/local/bin:/usr/bin:/bin',
  darwin: '/usr/bin:/bin:/usr/sbin:/sbin',
};

/** What the official MCP client lets a server inherit: `DEFAULT_INHERITED_ENV_VARS` in client/stdio.ts of `@modelcontextprotocol/sdk`. */
const inherited = ['HOME', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'USER'];
const inheritedOnWindows = [
  'APPDATA',
  'HOMEDRIVE',
  'HOMEPATH',
  'LOCALAPPDATA',
  'PATH',
  'PROCESSOR_ARCHITECTURE',
  'SYSTEMDRIVE',
  'SYSTEMROOT',
  'TEMP',
  'USERNAME',
  'USERPROFILE',
  'PROGRAMFILES',
];

/**
 * The environment in which a client starts a server: what the client passes on of its own, then what the entry sets. Settings of this
 * program that only this terminal has are never in it, since a client that runs elsewhere does not have them.
 */
export function startEnvironment(
  { passesEnvironment, fromDesktop }: Pick<McpClient, 'passesEnvironment' | 'fromDesktop'>,
  { env, platform }: Pick<LocalMachine, 'env' | 'platform'>,
  entry: Pick<ServerEntry, 'env'>,
): Record<string, string> {
  const windows = platform === 'win32';
  const passed = windows ? inheritedOnWindows : inherited;
  const own = Object.entries(env).filter(([name]) =>
    passesEnvironment === true
      ? !name.startsWith('COPPER_')
      : passed.includes(windows ? name.toUpperCase() : name),
  );
  const path = fromDesktop === true ? desktopPath[platform] : undefined;
  const all = { ...Object.fromEntries(own), ...(path === undefined ? {} : { PATH: path }), ...entry.env };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
