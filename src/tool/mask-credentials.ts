import { isObject } from './json.ts';

/** Stands in place of a credential; no longer than the shortest that is looked for, so that no text grows. */
const hidden = '[hidden]';

/** A shorter one, such as `sandbox`, would also be found in words that have nothing to do with it. */
const shortest = hidden.length;

/** Hides credentials in whatever leaves this program. */
export interface CredentialMask {
  /** The text without them. */
  text(text: string): string;
  /** The same value, a text, a list or a plain object, without them; the value itself where it has none. */
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

/** A mask for these credentials; those that are too short to be told from words are left alone. */
export function createMask(credentials: readonly (string | undefined)[]): CredentialMask {
  const known = credentials.flatMap((one) => (one === undefined ? [] : formsOf(one)));
  const forms = [...new Set(known)]
    .filter(({ length }) => length >= shortest)
    .sort((a, b) => b.length - a.length);

  const text = (whole: string) => forms.reduce((left, form) => left.replaceAll(form, hidden), whole);

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
    value: <T>(value: T) => (forms.length === 0 ? value : (masked(value) as T)),
  };
}
