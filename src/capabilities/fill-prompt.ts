import { truncate } from '../answer/cell.ts';
import { cleanLine } from '../answer/clean.ts';
import type { Prompt } from '../tool/prompt.ts';
import type { ToolNames } from '../tool/tool-names.ts';

/** Characters of an argument that a prompt takes over: enough for any name. */
const longest = 80;

/**
 * The prompt's text with the names that tools go by, and the arguments in their places, in quotes, on one line and clean: they are
 * names, whatever they say.
 */
export function fillPrompt(
  { text, arguments: inputs }: Prompt,
  given: Readonly<Record<string, string>>,
  names: ToolNames,
): string {
  const words = new Map(
    inputs.map(({ name, otherwise = '""' }) => {
      const value = Object.hasOwn(given, name) ? cleanLine(String(given[name])) : '';
      return [name, value === '' ? otherwise : JSON.stringify(truncate(value, longest))];
    }),
  );
  return text.replace(/\{(\w+)\}/g, (place, name: string) => words.get(name) ?? names.get(name) ?? place);
}
