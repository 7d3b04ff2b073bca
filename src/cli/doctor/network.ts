import { wayTo } from '../proxy.ts';
import type { Shell } from '../shell.ts';
import { certificate } from './certificate.ts';
import type { Examination, Finding } from './examination.ts';
import { ProbeError, probe } from './probe.ts';
import { alsoInClient } from './wording.ts';

/** The longest that opening a connection may take, in milliseconds. */
const patienceMs = 10_000;

/** The proxy without its password. */
const shown = ({ protocol, host }: URL) => `${protocol}//${host}`;

/** Proxies that are set and play no part: where Copper is not reached, often the reason. */
function unused(env: Shell['env'], address: string, reached: boolean): Finding[] {
  const { proxy, variable } = wayTo(address, env);
  if (!address.startsWith('https:') || proxy !== undefined) return [];
  if (variable?.toUpperCase() === 'HTTPS_PROXY') {
    const said = `${variable} is not used: it names no http:// or https:// address`;
    const advice = 'Write it as http://name:port; proxies of other kinds are not supported.';
    return [{ mark: 'warn', what: 'proxy', said, advice }];
  }
  if (variable !== undefined) {
    const said = `${variable} excepts ${new URL(address).hostname}: none is used`;
    return [{ mark: 'ok', what: 'proxy', said }];
  }
  const other = ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'].find((name) => env[name]?.trim());
  if (other === undefined) return [];
  const said = `${other} is set, but only HTTPS_PROXY counts: none is used`;
  if (reached) return [{ mark: 'ok', what: 'proxy', said }];
  const advice = `Set HTTPS_PROXY to the same address, ${alsoInClient}.`;
  return [{ mark: 'warn', what: 'proxy', said, advice }];
}

/** What to do where a connection ended so early. */
function failure({ stage, code }: ProbeError, { host, hostname }: URL, proxy: URL | undefined): Finding {
  const fail = (what: string, said: string, advice: string): Finding => ({
    mark: 'fail',
    what,
    said,
    advice,
  });
  const mend =
    proxy === undefined
      ? 'Where this network needs a proxy, set HTTPS_PROXY to http://name:port; else check COPPER_API_BASE_URL.'
      : 'Check HTTPS_PROXY.';
  const next = proxy === undefined ? host : `the proxy ${proxy.host}`;
  switch (stage) {
    case 'name':
      return fail(
        'network',
        `the address of ${(proxy ?? { hostname }).hostname} is not found (${code})`,
        `Is this machine online? ${mend}`,
      );
    case 'connection':
      return fail('network', `${next} takes no connection (${code})`, mend);
    case 'proxy':
      return code === '407'
        ? fail(
            'proxy',
            `${next} asks who you are (407)`,
            'Write HTTPS_PROXY as http://user:password@name:port.',
          )
        : fail(
            'proxy',
            `${next} does not let ${host} through (${code})`,
            'Ask who runs it, or set NO_PROXY.',
          );
    case 'tls':
      return fail('tls', `${host} does not speak TLS (${code})`, mend);
  }
}

/** The way to Copper: names, proxy, connection, certificate. Nothing is sent but what opens a connection. */
export const network: Examination = async ({ shell, config: { baseUrl }, sandbox, offline }) => {
  const { env, clock, interrupted } = shell;
  if (sandbox || offline) return [];
  const url = new URL(baseUrl);
  const { proxy, variable } = wayTo(baseUrl, env);
  const began = clock.now();
  const late = AbortSignal.timeout(patienceMs);
  try {
    const found = await probe(url, proxy, AbortSignal.any([interrupted, late]));
    const way =
      proxy === undefined
        ? `${url.host} takes connections at ${found.address}`
        : `${url.host} is reached through ${shown(proxy)} (${variable})`;
    const said = `${way}, ${Math.max(1, clock.now() - began)} ms`;
    const tls = found.certificate === undefined ? [] : [certificate(found.certificate, url, shell)];
    return [...unused(env, baseUrl, true), { mark: 'ok', what: 'network', said }, ...tls];
  } catch (error) {
    interrupted.throwIfAborted();
    if (error instanceof ProbeError) return [...unused(env, baseUrl, false), failure(error, url, proxy)];
    throw error;
  }
};
