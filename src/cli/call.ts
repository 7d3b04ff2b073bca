import { parseArgs } from 'node:util';
import { published } from '../published.ts';
import type { PublishedTool } from '../tool/app.ts';
import { isObject } from '../tool/json.ts';
import { nearest } from '../tool/nearest.ts';
import { shellConfig } from './settings.ts';
import { type ExitCode, type Shell, UsageError } from './shell.ts';
import { realWorld } from './world.ts';

function findTool(name: string | undefined): PublishedTool {
  if (name === undefined)
    throw new UsageError(
      'Which tool? `copper-mcp tools` lists them. Example: copper-mcp call list_users --sandbox',
    );
  const tool = published.find((one) => one.name === name.replaceAll('-', '_'));
  if (tool !== undefined) return tool;
  const near = nearest(
    name,
    published.map((one) => one.name),
    3,
  );
  const hint = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : '';
  throw new UsageError(`There is no tool "${name}".${hint} \`copper-mcp tools\` lists all.`);
}

/** `key=value` words, the same key again for a list, or one JSON object. */
function readInput(words: readonly string[]): Record<string, unknown> {
  const [first] = words;
  if (first?.trimStart().startsWith('{')) {
    if (words.length > 1) throw new UsageError('Give one JSON object, or key=value words, not both.');
    return readObject(first);
  }
  const input = new Map<string, unknown>();
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 1)
      throw new UsageError(`"${word}" is no argument; write key=value, e.g. owner="Dana Li" limit=5.`);
    const [key, value] = [word.slice(0, at), word.slice(at + 1)];
    const before = input.get(key);
    input.set(key, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(input);
}

function readObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new UsageError(`The arguments are no JSON object: ${why}`);
  }
  throw new UsageError('The arguments are no JSON object.');
}

/** One call of one tool: the answer on stdout, exit code 1 when it is an error. */
export async function call(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { sandbox: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  });
  const [name, ...words] = positionals;
  const tool = findTool(name);
  const input = readInput(words);
  const read = shellConfig(shell, values.sandbox);
  const config = values.json ? { ...read, format: 'json' as const } : read;
  const world = await realWorld(shell, { sandbox: values.sandbox, config });
  try {
    const onProgress = ({ message }: { message: string }) => shell.warn(`… ${message}`);
    const result = await world.app.call(tool.name, input, { signal: shell.interrupted, onProgress });
    if (result.isError) shell.warn(result.text);
    else shell.print(result.text);
    return result.isError ? 1 : 0;
  } finally {
    await world.close();
  }
}
