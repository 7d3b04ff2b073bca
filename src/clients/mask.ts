import { isObject, type JsonValue } from '../tool/json.ts';

/** What stands in place of a secret. */
const dots = '••••••';

const secretName = /(?:key|token|secret|password|passwd|authorization|credentials?|cookie|pat)$/i;
const holders = ['env', 'environment', 'headers', 'http_headers'];

/** Variables of ours that are no secret. */
const open = /^(?:COPPER_(?:USER_EMAIL|API_BASE_URL|TIMEZONE)|PATH|.*_FILE)$/;

/** Texts that a terminal or a log should not show: variables and headers of servers, values with a telling name or flag. */
function secretsIn(value: JsonValue | undefined, name = '', held = false): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((one, at) => {
      const before = value[at - 1];
      const flag = typeof before === 'string' && before.startsWith('-') ? before : name;
      return secretsIn(one, flag, held);
    });
  }
  if (isObject(value))
    return Object.entries(value).flatMap(([key, one]) => secretsIn(one, key, held || holders.includes(name)));
  if (typeof value !== 'string' || open.test(name) || /^\$\{.*\}$/.test(value)) return [];
  const [, flag, rest] = /^(-[^=]*)=(.+)$/.exec(value) ?? [];
  const telling = secretName.test(name) || secretName.test(flag ?? '') || /:\/\/[^/\s]*:[^/\s]*@/.test(value);
  return (held || telling) && (rest ?? value).length >= 4 ? [value] : [];
}

/** The text with each of these, where it stands between quotes, made unreadable. */
function masked(text: string, secrets: readonly string[], shown = dots): string {
  return secrets.reduce((all, secret) => {
    const quoted = JSON.stringify(secret);
    return all.replaceAll(quoted, `"${shown}"`).replaceAll(`'${secret}'`, `'${shown}'`);
  }, text);
}

/** Two texts of one configuration with their secrets made unreadable, so that a secret that changes is still seen to change. */
export function maskedPair(
  before: { readonly text: string; readonly value: JsonValue },
  after: { readonly text: string; readonly value: JsonValue },
): readonly [string, string] {
  const old = secretsIn(before.value);
  const made = secretsIn(after.value).filter((secret) => !old.includes(secret));
  return [masked(before.text, old), masked(masked(after.text, old), made, `${dots} (new)`)];
}
