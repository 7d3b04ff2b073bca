/**
 * What tools are called where a text is read, by their own names; undefined for a tool that is not offered there.
 *
 * In texts of ours a tool's name stands in braces, `{list_users} lists all.`, because it is not known while they are written: a
 * server may put a prefix in front of all names, and leave tools out.
 */
export type ToolNames = ReadonlyMap<string, string | undefined>;

const mark = /\{(\w+)\}/g;

/** Sentences with what parts them in front of each. */
const sentences = /(?<=[.!?])(?=\s)/;

/** The tools that a text names, each once. */
export function toolsIn(text: string): string[] {
  return [...new Set([...text.matchAll(mark)].map(([, tool = '']) => tool))];
}

/**
 * The text with the names that tools go by; a sentence about a tool that is not offered is left out. What is no tool stays as it is.
 *
 * @param names unless told, every name in braces is a tool's, and its own
 */
export function withToolNames(text: string, names?: ToolNames): string {
  if (!text.includes('{')) return text;
  if (names === undefined) return text.replace(mark, '$1');
  const missing = (tool: string) => names.has(tool) && names.get(tool) === undefined;
  const parts = text.split(sentences);
  const said = parts.filter((part) => !toolsIn(part).some(missing));
  const kept = said.length === parts.length ? text : said.join('').trim();
  return kept.replace(mark, (place, tool: string) => names.get(tool) ?? place);
}
