/** Quotes that a shell would have taken off, and those that a text processor puts there. */
const quotePairs = /^(?:"([^"]*)"|'([^']*)'|`([^`]*)`|“([^”]*)”|‘([^’]*)’)$/;

/** References to a variable that nobody replaced: `${NAME}`, `$NAME`, `%NAME%`, `{{NAME}}` and their like. */
const reference =
  /^(?:\$\{.*\}|\$\(.*\)|\$(?:env:)?\w+|%[\w.:]+%|!\w+!|\{\{.*\}\}|\{[A-Z_]\w*\}|#\{.*\}|@@?\w+@@?|(?:process\.)?env[.:]\w+)$/i;

/** What is left of a value that was not there, and text in angle brackets. */
const nothing = /^(?:undefined|null|<[^<>]*>)$/i;

/** What examples show in place of a key. */
const example =
  /^(?:(?:your|my|insert|enter|paste|put|replace)[-_ ].*|your.*(?:key|token|here)|x{3,}|\*{3,}|.*(?:\.\.\.|…)|change[-_ ]?me|todo|none|nil|(?:copper[-_ ]?)?(?:api|access)[-_ ]?(?:key|token)(?:[-_ ]here)?|__\w+__|\[[^[\]]*\])$/i;

/** The value of a setting as it was meant: without spaces and without quotes around the whole; undefined for an empty one. */
export function settingText(value: string | undefined): string | undefined {
  const text = value?.trim() ?? '';
  const inner = quotePairs
    .exec(text)
    ?.slice(1)
    .find((part) => part !== undefined);
  return (inner ?? text).trim() || undefined;
}

const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const loopback = new RegExp(`^(?:localhost|127(?:\\.${octet}){3}|::1|\\[::1\\])$`, 'i');

/** True for a host name or an address, with or without the brackets of a URL, by which a machine reaches only itself. */
export const isLoopback = (host: string): boolean => loopback.test(host);

/** True for a reference to a variable, which can be shown: it holds no secret. */
export const isReference = (text: string): boolean => reference.test(text);

/** True for text that stands where a value should be. */
export const isPlaceholder = (text: string): boolean => isReference(text) || nothing.test(text);

/** True for text that stands where a key or a token should be: the words of an example as well. */
export const isSecretPlaceholder = (text: string): boolean => isPlaceholder(text) || example.test(text);

/** The numbers of the accounts in all addresses of Copper's web app in a text: `https://app.copper.com/companies/1234/app#/…`. */
export const accountsIn = (text: string): string[] =>
  [...text.matchAll(/\bapp\.(?:copper|prosperworks)\.com\/companies\/0{0,20}([1-9]\d{0,14})\b/gi)].flatMap(
    ([, account = '']) => account,
  );

/** The number of an account, given as it is or within an address of Copper's web app; undefined if it is neither, or not one only. */
export function accountNumber(text: string): string | undefined {
  const [, digits] = /^0{0,20}([1-9]\d{0,14})$/.exec(text) ?? [];
  if (digits !== undefined) return digits;
  const [account, other] = new Set(accountsIn(text));
  return other === undefined ? account : undefined;
}
