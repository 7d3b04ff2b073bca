/**
 * The names under which a client sees the tools, by the tools' own names; undefined for a tool that is not offered.
 *
 * Texts for agents write a tool's name in braces, `{list_users} lists all.`: a server may put a prefix before all names or leave
 * tools out.
 */
export type ToolNames = ReadonlyMap<string, string | undefined>;

const toolMark = /\{(\w+)\}/g;

/** Splits a text into sentences; each keeps the space before it. */
const sentenceStart = /(?<=[.!?])(?=\s)/;

/** The tools that a text names in braces, each once. */
export function toolsIn(text: string): string[] {
  return [...new Set([...text.matchAll(toolMark)].map(([, tool = '']) => tool))];
}

/**
 * The text with each `{tool}` replaced by the name that the client knows; sentences about tools that are not offered are left out. Braces
 * around other words stay.
 *
 * @param names by default every tool under its own name
 */
export function withToolNames(text: string, names?: ToolNames): string {
  if (!text.includes('{')) return text;
  if (names === undefined) return text.replace(toolMark, '$1');
  const isMissing = (tool: string) => names.has(tool) && names.get(tool) === undefined;
  const sentences = text.split(sentenceStart);
  const offered = sentences.filter((sentence) => !toolsIn(sentence).some(isMissing));
  const shown = offered.length === sentences.length ? text : offered.join('').trim();
  return shown.replace(toolMark, (place, tool: string) => names.get(tool) ?? place);
}
