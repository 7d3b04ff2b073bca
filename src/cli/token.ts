import { CallersError, parseCallers } from '../http/callers-file.ts';
import { hashToken, newToken } from '../http/tokens.ts';
import { readArguments } from './read-arguments.ts';
import { type ExitCode, type Shell, UsageError } from './shell.ts';

/** The callers that the file holds; none where there is no file yet. */
function read({ readFile }: Shell, path: string): unknown[] {
  let json: string;
  try {
    json = readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new UsageError(`${path} cannot be read; check its path and who may read it.`);
  }
  check(json, path);
  const entries: unknown = JSON.parse(json);
  return Array.isArray(entries) ? entries : [];
}

function write({ writeFile }: Shell, path: string, text: string): void {
  try {
    writeFile(path, text);
  } catch {
    throw new UsageError(`${path} cannot be written; check its path and who may write there.`);
  }
}

function check(json: string, path: string): void {
  try {
    parseCallers(json);
  } catch (error) {
    throw error instanceof CallersError ? new UsageError(`${path}: ${error.message}`) : error;
  }
}

/** Makes a bearer token: the token goes to stdout, once; only its hash is kept. */
export function token(shell: Shell, args: readonly string[]): ExitCode {
  const { values, positionals } = readArguments('token', args);
  const [verb, name] = positionals;
  if (verb !== 'new' || name === undefined)
    throw new UsageError('Write `copper-mcp token new NAME`; `copper-mcp token --help` shows all.');
  const path = values.callers ?? (shell.env.COPPER_HTTP_CALLERS?.trim() || undefined);
  const made = newToken();
  const entry = { name, sha256: hashToken(made), copper: 'server' };
  const callers = [...(path === undefined ? [] : read(shell, path)), entry];
  const json = `${JSON.stringify(callers, undefined, 2)}\n`;
  check(json, path ?? 'The name');
  if (path !== undefined) write(shell, path, json);
  const kept = path === undefined ? {} : { callers: path };
  const { sha256 } = entry;
  shell.print(values.json ? JSON.stringify({ name, token: made, sha256, ...kept }, undefined, 2) : made);
  shell.warn(
    path === undefined
      ? `Keep it: it is not shown again. Add this to your callers file:\n${JSON.stringify(entry, undefined, 2)}`
      : `Keep it: it is not shown again. ${path} holds its hash, as ${name}; a running server knows it within a second.`,
  );
  return 0;
}
