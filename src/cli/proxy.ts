/** How an address is reached. */
export interface ProxyRoute {
  /** The proxy in between, with its password if it has one; undefined where there is none. */
  readonly proxy: URL | undefined;
  /** The variable that decided, if one did: it names the proxy, excepts the address, or cannot be used. */
  readonly variable: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The first of these variables that is set, with its name; small letters count first, as everywhere. */
function firstSet(env: Environment, names: readonly string[]) {
  for (const name of names.flatMap((each) => [each.toLowerCase(), each])) {
    const value = env[name]?.trim();
    if (value) return { name, value };
  }
  return undefined;
}

/** `NO_PROXY`: names with all that lies below them, `*` for all, each with a port or without. */
function isExcepted(list: string, { hostname, port, protocol }: URL): boolean {
  const usual = protocol === 'https:' ? '443' : '80';
  return list.split(/[\s,]+/).some((entry) => {
    const [, name = '', onlyPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (onlyPort !== undefined && onlyPort !== (port || usual)) return false;
    const bare = name.replace(/^\*?\./, '');
    return name === '*' || (bare !== '' && (hostname === bare || hostname.endsWith(`.${bare}`)));
  });
}

/**
 * The way to an https address, from `HTTPS_PROXY` and `NO_PROXY` as curl and npm read them. Node itself heeds them only where
 * `NODE_USE_ENV_PROXY` is set, from 22.21 and 24.0 on (nodejs.org/api/cli.html), and only for connections that are not pooled by
 * the program, as ours are. What is not https is on this machine, and reached without a proxy.
 */
export function proxyRoute(address: string, env: Environment): ProxyRoute {
  const url = new URL(address);
  const named = firstSet(env, ['HTTPS_PROXY']);
  if (url.protocol !== 'https:' || named === undefined) return { proxy: undefined, variable: undefined };
  const except = firstSet(env, ['NO_PROXY']);
  if (except !== undefined && isExcepted(except.value, url))
    return { proxy: undefined, variable: except.name };
  const text = named.value.includes('://') ? named.value : `http://${named.value}`;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  const usable = proxy !== undefined && ['http:', 'https:'].includes(proxy.protocol);
  return { proxy: usable ? proxy : undefined, variable: named.name };
}
