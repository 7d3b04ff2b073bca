/**
 * The names under which a client sees the tools, by the tools' own names; undefined for a tool that is not offered.
 *
 * Texts for agents write a tool's name in braces, `{list_users} lists all.`: a server may put a prefix before all names or leave
 * tools out.
 */
export type ToolNames = ReadonlyMap<string, string | undefined>;

const toolMark = /\{(\w+)\}/g;

/** What has a meaning in these texts: braces around tools, and the ends of sentences and clauses. */
const meaningful = '{}.!?;';

/** Private characters that stand for these, one for each, in the text of others. */
const firstStandIn = 0xf8d0;

/** The text of others as a part of a text for agents: nothing in it is read as a tool, or as the end of a sentence. */
export const asForeign = (text: string): string =>
  text.replace(/[{}.!?;]/g, (sign) => String.fromCharCode(firstStandIn + meaningful.indexOf(sign)));

const asWritten = (text: string): string =>
  text.replace(/[\uF8D0-\uF8D5]/g, (sign) => meaningful.charAt(sign.charCodeAt(0) - firstStandIn));

/** Splits a text into sentences; each keeps the space before it. */
const sentenceStart = /(?<=[.!?])(?=\s)/;

/** The tools that a text names in braces, each once. */
export function toolsIn(text: string): string[] {
  return [...new Set([...text.matchAll(toolMark)].map(([, tool = '']) => tool))];
}

/** Splits a sentence into its clauses; each keeps the semicolon before it. */
const clauseStart = /(?=; )/;

/** The sentence without the clauses that name a missing tool; empty where none is left. */
function withoutClauses(sentence: string, namesMissing: (text: string) => boolean): string {
  if (!namesMissing(sentence)) return sentence;
  const [first = '', ...others] = sentence.split(clauseStart);
  const rest = others.filter((clause) => !namesMissing(clause));
  if (namesMissing(first)) return rest.length === 0 ? '' : ` ${capitalized(rest.join('').slice(2))}`;
  const end = /[.!?]$/.exec(sentence)?.[0] ?? '';
  const kept = [first, ...rest].join('');
  return kept.endsWith(end) ? kept : kept + end;
}

const capitalized = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

/**
 * The text with each `{tool}` replaced by the name that the client knows; clauses and sentences about tools that are not offered are
 * left out. Braces around other words stay, and so does the text of others, which is written as it was.
 *
 * @param names by default every tool under its own name
 */
export function withToolNames(text: string, names?: ToolNames): string {
  if (!text.includes('{')) return asWritten(text);
  if (names === undefined) return asWritten(text.replace(toolMark, '$1'));
  const isMissing = (tool: string) => names.has(tool) && names.get(tool) === undefined;
  const namesMissing = (part: string) => toolsIn(part).some(isMissing);
  const shown = namesMissing(text)
    ? text
        .split(sentenceStart)
        .map((sentence) => withoutClauses(sentence, namesMissing))
        .join('')
        .trim()
    : text;
  return asWritten(shown.replace(toolMark, (place, tool: string) => names.get(tool) ?? place));
}
