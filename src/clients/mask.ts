import { isObject, type JsonValue } from '../tool/json.ts';

/** Shown in place of a secret. */
const dots = '••••••';

const secretName = /(?:key|token|secret|password|passwd|authorization|credentials?|cookie|pat)$/i;
const secretParents = ['env', 'environment', 'headers', 'http_headers'];

/** Variables that are not secret. */
const notSecret = /^(?:COPPER_(?:USER_EMAIL|API_BASE_URL|TIMEZONE)|PATH|.*_FILE)$/;

/** Texts that a terminal or a log should not show: variables and headers of servers, and values whose name or flag suggests a secret. */
function secretsIn(value: JsonValue | undefined, name = '', inSecrets = false): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((one, at) => {
      const before = value[at - 1];
      const flag = typeof before === 'string' && before.startsWith('-') ? before : name;
      return secretsIn(one, flag, inSecrets);
    });
  }
  if (isObject(value))
    return Object.entries(value).flatMap(([key, one]) =>
      secretsIn(one, key, inSecrets || secretParents.includes(name)),
    );
  if (typeof value !== 'string' || notSecret.test(name) || /^\$\{.*\}$/.test(value)) return [];
  const [, flag, rest] = /^(-[^=]*)=(.+)$/.exec(value) ?? [];
  const suspicious =
    secretName.test(name) || secretName.test(flag ?? '') || /:\/\/[^/\s:]*:[^/\s]*@/.test(value);
  return (inSecrets || suspicious) && (rest ?? value).length >= 4 ? [value] : [];
}

/** The text with each of these secrets, where it is in quotes, replaced. */
function masked(text: string, secrets: readonly string[], shown = dots): string {
  return secrets.reduce((all, secret) => {
    const quoted = JSON.stringify(secret);
    return all.replaceAll(quoted, `"${shown}"`).replaceAll(`'${secret}'`, `'${shown}'`);
  }, text);
}

/** Two texts of one configuration with their secrets replaced, so that a changed secret still shows as a change. */
export function maskSecrets(
  before: { readonly text: string; readonly value: JsonValue },
  after: { readonly text: string; readonly value: JsonValue },
): readonly [string, string] {
  const old = secretsIn(before.value);
  const added = secretsIn(after.value).filter((secret) => !old.includes(secret));
  return [masked(before.text, old), masked(masked(after.text, old), added, `${dots} (new)`)];
}
