import { cleanMessage } from '../../copper/upstream-message.ts';
import { inQuotes } from '../../tool/sentences.ts';
import { proxyRoute } from '../proxy.ts';
import type { Shell } from '../shell.ts';
import { alsoInClient, type DoctorCheck, type Finding, failed, passed, warned } from './finding.ts';
import { type Certificate, ProbeError, probe } from './probe.ts';

/** The longest that opening a connection may take, in milliseconds. */
const connectTimeoutMs = 10_000;

/** The proxy without its password. */
const withoutPassword = ({ protocol, host }: URL) => `${protocol}//${host}`;

/** Proxies that are set but not used: often the reason why Copper cannot be reached. */
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
  if (stage === 'name') {
    const said = `the name ${(proxy ?? { hostname }).hostname} cannot be resolved (${code})`;
    return failed('network', said, `Is this machine online? ${advice}`);
  }
  if (stage === 'connection')
    return failed('network', `${target} does not accept connections (${code})`, advice);
  if (stage === 'tls') return failed('tls', `${host} does not speak TLS (${code})`, advice);
  if (code !== '407') {
    const said = `${target} does not allow connections to ${host} (${code})`;
    return failed('proxy', said, 'Ask the administrator of the proxy, or set NO_PROXY.');
  }
  const password = 'Set HTTPS_PROXY to http://user:password@name:port.';
  return failed('proxy', `${target} needs a password (407)`, password);
}

/** The connection to Copper: name, proxy, connection, certificate. No request is sent. */
export const checkNetwork: DoctorCheck = async ({ shell, config: { baseUrl }, sandbox, offline }) => {
  const { env, clock, interrupted } = shell;
  if (sandbox || offline) return [];
  const url = new URL(baseUrl);
  const { proxy, variable } = proxyRoute(baseUrl, env);
  const startedMs = clock.steady();
  const deadline = AbortSignal.timeout(connectTimeoutMs);
  try {
    const { address, certificate } = await probe(url, proxy, AbortSignal.any([interrupted, deadline]));
    const route =
      proxy === undefined
        ? `${url.host} accepts connections at ${address}`
        : `${url.host} is reached through ${withoutPassword(proxy)} (${variable})`;
    const tls = certificate === undefined ? [] : [certificateFinding(certificate, url, shell)];
    const reached = passed('network', `${route}, ${Math.max(1, Math.round(clock.steady() - startedMs))} ms`);
    return [...unusedProxies(env, baseUrl, true), reached, ...tls];
  } catch (error) {
    interrupted.throwIfAborted();
    if (error instanceof ProbeError)
      return [...unusedProxies(env, baseUrl, false), failure(error, url, proxy)];
    throw error;
  }
};

/** Whether Node reads `NODE_USE_SYSTEM_CA`: from 22.19 and 24.6 on, nodejs.org/api/cli.html. */
function readsSystemCa(nodeVersion: string): boolean {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 6) || (major === 22 && minor >= 19);
}

/** A name in a certificate, which anybody can have written. */
function nameIn(text: string, unnamed: string): string {
  const name = cleanMessage(text);
  return name === undefined ? unnamed : inQuotes(name);
}

const issuerName = ({ issuer }: Certificate) => nameIn(issuer, 'an unnamed authority');
const dayOf = (date: Date) =>
  Number.isNaN(date.getTime()) ? 'an unknown day' : date.toISOString().slice(0, 10);

/** A company network that inspects TLS shows certificates of its own authority, which Node must be told to trust. */
function untrusted(certificate: Certificate, { hostname }: URL, { nodeVersion }: Shell): Finding {
  const { problem, subject, validTo } = certificate;
  const name = `the certificate of ${hostname}`;
  if (problem === 'CERT_HAS_EXPIRED') {
    const advice =
      'Check the date of this machine. If it is right, tell the administrator of the server or the proxy.';
    return failed('tls', `${name} expired on ${dayOf(validTo)}`, advice);
  }
  if (problem === 'CERT_NOT_YET_VALID')
    return failed('tls', `${name} is not valid yet`, 'Check the date of this machine.');
  if (problem === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const said = `the certificate is for ${nameIn(subject, 'another name')}, not for ${hostname}`;
    const advice =
      'Log in to the network if it asks for that in a browser; otherwise check COPPER_API_BASE_URL.';
    return failed('tls', said, advice);
  }
  const said = `${name} is signed by ${issuerName(certificate)}, which Node does not trust (${problem})`;
  const system = readsSystemCa(nodeVersion)
    ? 'set NODE_USE_SYSTEM_CA=1, so that Node trusts what this machine trusts, or '
    : '';
  const advice = `If that is your company, ${system}set NODE_EXTRA_CA_CERTS to a PEM file with its certificate, ${alsoInClient}. If not, someone may be intercepting the connection: use another network.`;
  return failed('tls', said, advice);
}

/** Whether the certificate is trusted, and what to do if it is not. */
function certificateFinding(certificate: Certificate, url: URL, shell: Shell): Finding {
  if (shell.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    const said =
      'certificates are not checked (NODE_TLS_REJECT_UNAUTHORIZED=0): anyone in between can read the key';
    return warned('tls', said, 'Unset it; if the certificate is then refused, doctor says what to do.');
  }
  if (certificate.problem !== undefined) return untrusted(certificate, url, shell);
  const until = dayOf(certificate.validTo);
  return passed('tls', `certificate by ${issuerName(certificate)}, valid until ${until}`);
}
