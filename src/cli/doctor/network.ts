import { proxyRoute } from '../proxy.ts';
import type { Shell } from '../shell.ts';
import { certificateFinding } from './certificate.ts';
import { alsoInClient, type DoctorCheck, type Finding, failed, passed, warned } from './finding.ts';
import { ProbeError, probe } from './probe.ts';

/** The longest that opening a connection may take, in milliseconds. */
const connectTimeoutMs = 10_000;

/** The proxy without its password. */
const withoutPassword = ({ protocol, host }: URL) => `${protocol}//${host}`;

/** Proxies that are set but not used: where Copper cannot be reached, often the reason. */
function unusedProxies(env: Shell['env'], address: string, reached: boolean): Finding[] {
  const { proxy, variable, problem } = proxyRoute(address, env);
  if (!address.startsWith('https:') || proxy !== undefined) return [];
  if (problem !== undefined) {
    const advice = 'Write it as http://name:port; other kinds of proxies are not supported.';
    return [failed('proxy', `${problem}: the server will not start`, advice)];
  }
  if (variable !== undefined)
    return [passed('proxy', `${variable} exempts ${new URL(address).hostname}: no proxy is used`)];
  const other = ['http_proxy', 'HTTP_PROXY'].find((name) => env[name]?.trim());
  if (other === undefined) return [];
  const said = `${other} is set, but only HTTPS_PROXY and ALL_PROXY are read: no proxy is used`;
  if (reached) return [passed('proxy', said)];
  return [warned('proxy', said, `Set HTTPS_PROXY to the same address, ${alsoInClient}.`)];
}

/** Why no connection could be opened, and what to do. */
function failure({ stage, code }: ProbeError, { host, hostname }: URL, proxy: URL | undefined): Finding {
  const advice =
    proxy === undefined
      ? 'If this network needs a proxy, set HTTPS_PROXY to http://name:port; otherwise check COPPER_API_BASE_URL.'
      : 'Check HTTPS_PROXY.';
  const target = proxy === undefined ? host : `the proxy ${proxy.host}`;
  switch (stage) {
    case 'name': {
      const said = `the name ${(proxy ?? { hostname }).hostname} cannot be resolved (${code})`;
      return failed('network', said, `Is this machine online? ${advice}`);
    }
    case 'connection':
      return failed('network', `${target} does not accept connections (${code})`, advice);
    case 'proxy':
      return code === '407'
        ? failed(
            'proxy',
            `${target} needs a password (407)`,
            'Set HTTPS_PROXY to http://user:password@name:port.',
          )
        : failed(
            'proxy',
            `${target} does not allow connections to ${host} (${code})`,
            'Ask whoever runs it, or set NO_PROXY.',
          );
    case 'tls':
      return failed('tls', `${host} does not speak TLS (${code})`, advice);
  }
}

/** The connection to Copper: name, proxy, connection, certificate. No request is sent. */
export const checkNetwork: DoctorCheck = async ({ shell, config: { baseUrl }, sandbox, offline }) => {
  const { env, clock, interrupted } = shell;
  if (sandbox || offline) return [];
  const url = new URL(baseUrl);
  const { proxy, variable } = proxyRoute(baseUrl, env);
  const startedMs = clock.now();
  const deadline = AbortSignal.timeout(connectTimeoutMs);
  try {
    const { address, certificate } = await probe(url, proxy, AbortSignal.any([interrupted, deadline]));
    const route =
      proxy === undefined
        ? `${url.host} accepts connections at ${address}`
        : `${url.host} is reached through ${withoutPassword(proxy)} (${variable})`;
    const tls = certificate === undefined ? [] : [certificateFinding(certificate, url, shell)];
    const reached = passed('network', `${route}, ${Math.max(1, clock.now() - startedMs)} ms`);
    return [...unusedProxies(env, baseUrl, true), reached, ...tls];
  } catch (error) {
    interrupted.throwIfAborted();
    if (error instanceof ProbeError)
      return [...unusedProxies(env, baseUrl, false), failure(error, url, proxy)];
    throw error;
  }
};
