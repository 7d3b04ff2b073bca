import { addAbortSignal, type Readable } from 'node:stream';
import type { PublishedTool } from '../tool/app.ts';
import { isObject } from '../tool/json.ts';
import { mainInputOf } from './main-inputs.ts';
import { type Shell, UsageError } from './shell.ts';

/** The longest input that is read from stdin, in characters. */
const maxChars = 1_000_000;

function readObject(text: string, where: string): Record<string, unknown> {
  let why = '';
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (error) {
    why = error instanceof Error ? `: ${error.message}` : '';
  }
  throw new UsageError(`${where} not a JSON object${why}. Example: '{"owner":"me","limit":5}'.`);
}

/** `key=value` words, the same key again for a list; one value alone is the main input of the tool. */
function readWords(words: readonly string[], { name, inputSchema }: PublishedTool): Record<string, unknown> {
  const input = new Map<string, unknown>();
  const main = mainInputOf(name);
  const unnamed = words.filter((word) => !word.includes('='));
  // The name of an input is a slip, and several values may be one that the shell has split.
  const isKnown = (word: string) =>
    isObject(inputSchema.properties) && Object.hasOwn(inputSchema.properties, word);
  const isGiven = words.some((word) => word.startsWith(`${main}=`));
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 0 && main !== undefined && unnamed.length === 1 && !isGiven && word !== '' && !isKnown(word)) {
      input.set(main, word);
      continue;
    }
    if (at < 1)
      throw new UsageError(`"${word}" is not an argument; write key=value, e.g. owner="Dana Li" limit=5.`);
    const [key, value] = [word.slice(0, at), word.slice(at + 1)];
    const before = input.get(key);
    input.set(key, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(input);
}

async function readAll(stdin: Readable, interrupted: AbortSignal): Promise<string> {
  let text = '';
  const chunks: AsyncIterable<unknown> = addAbortSignal(interrupted, stdin.setEncoding('utf8'));
  for await (const chunk of chunks) {
    text += String(chunk);
    if (text.length > maxChars)
      throw new UsageError('stdin has more than a million characters, too many for a call.');
  }
  return text;
}

async function readFile(shell: Shell, path: string): Promise<string> {
  if (path === '-') return readAll(shell.stdin, shell.interrupted);
  try {
    return shell.readFile(path);
  } catch {
    throw new UsageError(`${path} cannot be read as a regular file. \`--input -\` reads stdin.`);
  }
}

/**
 * The arguments of a call: words, one JSON object among them, or a file.
 *
 * @param tool whose main input needs no name
 * @throws UsageError for what cannot be read, or is given twice
 */
export async function readInput(
  shell: Shell,
  words: readonly string[],
  file: string | undefined,
  tool: PublishedTool,
): Promise<Record<string, unknown>> {
  const [first] = words;
  if (file !== undefined) {
    if (first !== undefined) throw new UsageError(`Give either --input or "${first}", not both.`);
    const text = await readFile(shell, file);
    return readObject(text, file === '-' ? 'stdin is' : `${file} is`);
  }
  if (!first?.trimStart().startsWith('{')) return readWords(words, tool);
  if (words.length > 1) throw new UsageError('Give either one JSON object or key=value arguments, not both.');
  return readObject(first, 'The argument is');
}
