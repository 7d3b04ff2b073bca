import { cleanLine, truncate } from '../answer/cell.ts';
import type { Prompt } from '../tool/prompt.ts';
import type { ToolNames } from '../tool/tool-names.ts';

/** The most characters of an argument, enough for any name. */
const maxArgumentChars = 80;

/**
 * The prompt's text with tools by the names that the client knows, and the arguments filled in: quoted, cleaned and on one line, so that
 * they are read as names, whatever they say.
 */
export function fillPrompt(
  { text, arguments: inputs }: Prompt,
  given: Readonly<Record<string, string>>,
  names: ToolNames,
): string {
  const values = new Map(
    inputs.map(({ name, otherwise = '""' }) => {
      const value = Object.hasOwn(given, name) ? cleanLine(String(given[name])) : '';
      return [name, value === '' ? otherwise : JSON.stringify(truncate(value, maxArgumentChars))];
    }),
  );
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values.get(name) ?? names.get(name) ?? place);
}
