import { ConfigError } from '../config.ts';
import { isPlaceholder, settingText } from '../tool/setting-text.ts';

/** How an address is reached. */
interface ProxyRoute {
  /** The proxy, with its password if it has one; undefined for a direct connection. */
  readonly proxy: URL | undefined;
  /** The variable that decides, if any: it has the proxy, exempts the address, or cannot be used. */
  readonly variable: string | undefined;
  /** Why the variable cannot be used. */
  readonly problem?: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** The first of these variables that is set, with its name; lower case comes first, as in other programs. */
function firstSet(env: Variables, names: readonly string[]) {
  for (const name of names.flatMap((each) => [each.toLowerCase(), each])) {
    const value = settingText(env[name]);
    if (value !== undefined && !isPlaceholder(value)) return { name, value };
  }
  return undefined;
}

/** `NO_PROXY`: host names, which include their subdomains, or `*` for all, each with or without a port. */
function isExempt(list: string, { hostname, port, protocol }: URL): boolean {
  const defaultPort = protocol === 'https:' ? '443' : '80';
  return list.split(/[\s,]+/).some((entry) => {
    const [, name = '', onlyPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (onlyPort !== undefined && onlyPort !== (port || defaultPort)) return false;
    const bare = name.replace(/^\*?\./, '');
    return name === '*' || (bare !== '' && (hostname === bare || hostname.endsWith(`.${bare}`)));
  });
}

/**
 * How to reach an https address, from `HTTPS_PROXY`, else `ALL_PROXY`, and `NO_PROXY` as curl reads them. Node itself uses them only if
 * `NODE_USE_ENV_PROXY` is set, from 22.21 and 24.0 on (nodejs.org/api/cli.html), and only for connections that are not pooled by
 * the program, as ours are. An address without https is on this machine and needs no proxy.
 */
export function proxyRoute(address: string, env: Variables): ProxyRoute {
  const url = new URL(address);
  const configured = firstSet(env, ['HTTPS_PROXY', 'ALL_PROXY']);
  if (url.protocol !== 'https:' || configured === undefined) return { proxy: undefined, variable: undefined };
  const exemption = firstSet(env, ['NO_PROXY']);
  if (exemption !== undefined && isExempt(exemption.value, url))
    return { proxy: undefined, variable: exemption.name };
  const { name: variable, value } = configured;
  const text = value.includes('://') ? value : `http://${value}`;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (proxy !== undefined && ['http:', 'https:'].includes(proxy.protocol)) return { proxy, variable };
  const kind = proxy === undefined ? 'not the address of a proxy' : `a proxy of the kind ${proxy.protocol}//`;
  return { proxy: undefined, variable, problem: `${variable} is ${kind}` };
}

/**
 * The proxy to use; undefined for a direct connection.
 *
 * @throws ConfigError for one that cannot be used: going around a proxy may be against the rules of the network
 */
export function usableProxy(address: string, env: Variables): URL | undefined {
  const { proxy, problem } = proxyRoute(address, env);
  if (problem === undefined) return proxy;
  const host = new URL(address).hostname;
  throw new ConfigError(
    `${problem}, which copper-mcp cannot use. Set HTTPS_PROXY to an http:// or https:// proxy, or NO_PROXY to ${host} to connect without one.`,
  );
}
