import { CallersError, parseCallers } from '../http/callers-file.ts';
import { hashToken, newToken } from '../http/tokens.ts';
import { readArguments } from './read-arguments.ts';
import { type ExitCode, type Shell, UsageError } from './shell.ts';

/** The callers in the file; none where there is no file yet. */
function read({ readFile }: Shell, path: string): unknown[] {
  let json: string;
  try {
    json = readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new UsageError(`${path} cannot be read; check its path and permissions.`);
  }
  check(json, path);
  const entries: unknown = JSON.parse(json);
  return Array.isArray(entries) ? entries : [];
}

function write({ writeFile }: Shell, path: string, text: string): void {
  try {
    writeFile(path, text);
  } catch {
    throw new UsageError(`${path} cannot be written; check its path and permissions.`);
  }
}

function check(json: string, path: string): void {
  try {
    parseCallers(json);
  } catch (error) {
    throw error instanceof CallersError ? new UsageError(`${path}: ${error.message}`) : error;
  }
}

/** Creates a bearer token: the token goes to stdout, once; only its hash is stored. */
export function tokenCommand(shell: Shell, args: readonly string[]): ExitCode {
  const { values, positionals } = readArguments('token', args);
  const [verb, name] = positionals;
  if (verb !== 'new' || name === undefined)
    throw new UsageError('Write `copper-mcp token new NAME`; `copper-mcp token --help` explains it.');
  const path = values.callers ?? (shell.env.COPPER_HTTP_CALLERS?.trim() || undefined);
  const token = newToken();
  const entry = { name, sha256: hashToken(token), copper: 'server' };
  const callers = [...(path === undefined ? [] : read(shell, path)), entry];
  const json = `${JSON.stringify(callers, undefined, 2)}\n`;
  check(json, path ?? 'The name');
  if (path !== undefined) write(shell, path, json);
  const stored = path === undefined ? {} : { callers: path };
  const { sha256 } = entry;
  shell.print(values.json ? JSON.stringify({ name, token, sha256, ...stored }, undefined, 2) : token);
  shell.warn(
    path === undefined
      ? `Save the token: it is not shown again. Add this to your callers file:\n${JSON.stringify(entry, undefined, 2)}`
      : `Save the token: it is not shown again. ${path} now has its hash, under ${name}; a running server accepts it within a second.`,
  );
  return 0;
}
