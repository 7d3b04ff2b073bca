import { isObject } from './json.ts';

/** Stands in place of a credential; no longer than the shortest that is looked for, so that no text grows. */
const hidden = '[hidden]';

/** A shorter one, such as `sandbox`, would also be found in words that have nothing to do with it. */
const shortest = hidden.length;

/** Hides credentials in whatever leaves this program. */
export interface CredentialMask {
  /** The text without them. */
  text(text: string): string;
  /** The same value, a text, a list or a plain object, without them; the value itself if it has none. */
  value<T>(value: T): T;
}

/** What Base64 makes of a text wherever it stands in a longer one, such as `user:password`: only its first and last signs depend on that. */
function inBase64(text: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const whole = bytes.length - (bytes.length % 3);
    const signs = bytes
      .subarray(0, whole)
      .toString('base64')
      .slice(Math.ceil((before * 4) / 3));
    return [signs, signs.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** A credential in the forms in which others repeat it: as it is, in JSON, in a URL, in Base64, in hexadecimal digits. */
function formsOf(credential: string): string[] {
  const inUrl = encodeURIComponent(credential.toWellFormed());
  const plain = [credential, JSON.stringify(credential).slice(1, -1), inUrl];
  const bytes = Buffer.from(credential);
  const coded = [...inBase64(credential), bytes.toString('hex')];
  const cased = [...plain, bytes.toString('hex')].flatMap((form) => [form.toLowerCase(), form.toUpperCase()]);
  const inLowerHex = inUrl.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return [...plain, ...coded, ...cased, inLowerHex];
}

/** The text as a regular expression that finds nothing else. */
const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** What is looked for: all forms of credentials, the longest first, and how any of them begins. */
interface CredentialForms {
  readonly forms: readonly string[];
  readonly beginning: RegExp;
}

function searchFor(credentials: readonly string[]): CredentialForms {
  const forms = [...new Set(credentials.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const beginnings = [...new Set(forms.map((form) => form.slice(0, shortest)))];
  return { forms, beginning: new RegExp(beginnings.map(literal).join('|')) };
}

/** A mask for these credentials; those that are too short to be told from words are left alone. */
export function createMask(credentials: readonly (string | undefined)[]): CredentialMask {
  const known = credentials.flatMap((one = '') => (one.length >= shortest ? [one] : []));
  // No form is shorter than its credential.
  const least = Math.min(...known.map(({ length }) => length));
  let search: CredentialForms | undefined;

  /** Most requests hide nothing, and nearly no text has a beginning: one look for it spares one for each form. */
  function text(whole: string): string {
    if (whole.length < least) return whole;
    search ??= searchFor(known);
    const { forms, beginning } = search;
    return beginning.test(whole) ? forms.reduce((left, form) => left.replaceAll(form, hidden), whole) : whole;
  }

  function masked(value: unknown): unknown {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) {
      const given: readonly unknown[] = value;
      const items = given.map(masked);
      return items.some((item, at) => item !== given[at]) ? items : given;
    }
    const kind: unknown = isObject(value) ? Object.getPrototypeOf(value) : undefined;
    if (!isObject(value) || kind !== Object.prototype) return value;
    const before = Object.entries(value);
    const after = before.map(([name, one]) => [text(name), masked(one)] as const);
    const isChanged = after.some(([name, one], at) => name !== before[at]?.[0] || one !== before[at]?.[1]);
    return isChanged ? Object.fromEntries(after) : value;
  }

  return {
    text,
    // What comes back has the shape of what was given.
    value: <T>(value: T) => (known.length === 0 ? value : (masked(value) as T)),
  };
}

/**
 * The names under which a client sees the tools, by the tools' own names; undefined for a tool that is not offered.
 *
 * Texts for agents write a tool's name in braces, `{list_users} lists all.`: a server may put a prefix before all names or leave
 * tools out.
 */
export type ToolNames = ReadonlyMap<string, string | undefined>;

const toolMark = /\{(\w+)\}/g;

/** What has a meaning in these texts: braces around tools, and the ends of sentences and clauses. */
const escapedSigns = '{}.!?;';

/** Private characters that stand for these, one for each, in the text of others. */
const firstStandIn = 0xf8d0;

/** Encodes foreign text, so that nothing in it is read as a tool or as the end of a sentence; `withToolNames` decodes it. */
export const escapeUntrusted = (text: string): string =>
  text.replace(/[{}.!?;]/g, (sign) => String.fromCharCode(firstStandIn + escapedSigns.indexOf(sign)));

/** The text of others without the private characters by which its own punctuation is told from ours. */
export const withoutEscapes = (text: string): string => text.replace(/[\uF8D0-\uF8D5]/g, '\uFFFD');

const asWritten = (text: string): string =>
  text.replace(/[\uF8D0-\uF8D5]/g, (sign) => escapedSigns.charAt(sign.charCodeAt(0) - firstStandIn));

/** Splits a text into sentences; each keeps the space before it. */
const sentenceStart = /(?<=[.!?])(?=\s)/;

/** The tools that a text names in braces, each once. */
export function toolsIn(text: string): string[] {
  return [...new Set([...text.matchAll(toolMark)].map(([, tool = '']) => tool))];
}

/** Splits a sentence into its clauses; each keeps the semicolon before it. */
const clauseStart = /(?=; )/;

/** The sentence without the clauses that name a missing tool; empty if none is left. */
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

/**
 * What nobody sees: control characters but for tabs and line ends, format characters, and whatever Unicode lets programs ignore
 * (Default_Ignorable_Code_Point): zero-width, bidirectional, fillers, "tag" letters, variation selectors. Of these only the groups are
 * kept, which real words and emoji need: one joiner between letters of scripts that join them, or between two emoji; one selector
 * behind an emoji or in a keycap. Whether there is anything unseen is asked first: the answer is no for nearly every sign of a text.
 */
const unseenSigns = () =>
  /(?=[\p{Cc}\p{Cf}\p{DI}])(?:((?<=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}])[\u200c\u200d](?=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}])|(?<=\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)\u200d(?=\p{Extended_Pictographic})|(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]|(?<=[\d#*])\ufe0f(?=\u20e3))|(?![\t\n\r])[\p{Cc}\p{Cf}\p{DI}])/gu;

/** True for a text without accents and other scripts, as most are: nothing in it has to be taken apart. */
export const isAscii = (text: string): boolean => /^[ -~]*$/.test(text);

let unseen: RegExp | undefined;

/** The text without what nobody sees, in which a message for agents could be hidden. */
export function withoutUnseen(text: string): string {
  // The letters of seventeen scripts: no start has the time for them.
  unseen ??= unseenSigns();
  return text.replace(unseen, '$1');
}

/** A name that others have given, as people see it: on one line, without what nobody sees. */
export const visibleName = (text: string): string => withoutUnseen(text).replace(/\s+/g, ' ').trim();

/** Control characters but for tabs and line ends, and what turns the direction of text or ends a line in some programs only. */
const moving = /(?![\t\n]|\r\n)[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** True for a style that lines of ours have (none, bold, dim, red, green, yellow, cyan): others could hide or reverse a text. */
const isColour = (text: string, at: number) =>
  text.charCodeAt(at) === 0x1b && /^\[(?:[012]|3[1236])m/.test(text.slice(at + 1, at + 5));

/** The text for a terminal or a log: what would move its cursor or turn its direction is shown as an escape. */
export const escapedUnseen = (text: string): string =>
  text.replace(moving, (sign, at: number) =>
    isColour(text, at) ? sign : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** W3C Trace Context, version 00; ids of zeros only are invalid. */
const traceparent = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The `traceparent` if it is well-formed, else undefined: nothing else may reach logs or Copper. */
export const readTrace = (given: unknown): string | undefined =>
  typeof given === 'string' && traceparent.test(given) ? given : undefined;
