import { cleanMessage } from '../../copper/upstream-message.ts';
import type { Shell } from '../shell.ts';
import type { Finding } from './examination.ts';
import type { Certificate } from './probe.ts';
import { alsoInClient } from './wording.ts';

/** Whether `NODE_USE_SYSTEM_CA` is known: from 22.19 and 24.6 on, nodejs.org/api/cli.html. */
function knowsSystemCa(nodeVersion: string): boolean {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 6) || (major === 22 && minor >= 19);
}

/** A company network that reads TLS shows certificates of its own authority, which Node knows only when it is told. */
function foreignAdvice({ nodeVersion }: Shell): string {
  const system = knowsSystemCa(nodeVersion)
    ? 'set NODE_USE_SYSTEM_CA=1, so that Node trusts what this machine trusts, or '
    : '';
  return `If that is your company, ${system}set NODE_EXTRA_CA_CERTS to a PEM file with its certificate, ${alsoInClient}. If not, somebody may be reading along: use another network.`;
}

function distrust({ problem, issuer, subject, validTo }: Certificate, { hostname }: URL, shell: Shell) {
  const day = Number.isNaN(validTo.getTime()) ? 'an unknown day' : validTo.toISOString().slice(0, 10);
  const by = `"${cleanMessage(issuer) ?? 'an unnamed authority'}"`;
  switch (problem) {
    case 'CERT_HAS_EXPIRED':
      return {
        said: `the certificate of ${hostname} ran out on ${day}`,
        advice:
          'Check the date of this machine. If that is right, tell those who run the address or the proxy.',
      };
    case 'CERT_NOT_YET_VALID':
      return {
        said: `the certificate of ${hostname} is not valid yet`,
        advice: 'Check the date of this machine.',
      };
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        said: `the certificate is for ${cleanMessage(subject) ?? 'another name'}, not for ${hostname}`,
        advice: 'Log in to the network if it asks for that in a browser; else check COPPER_API_BASE_URL.',
      };
    default:
      return {
        said: `the certificate of ${hostname} is signed by ${by}, whom Node does not trust (${problem})`,
        advice: foreignAdvice(shell),
      };
  }
}

/** Whether the certificate is trusted, and what to do where it is not. */
export function certificate(found: Certificate, url: URL, shell: Shell): Finding {
  const unchecked = shell.env.NODE_TLS_REJECT_UNAUTHORIZED === '0';
  if (found.problem !== undefined && !unchecked)
    return { mark: 'fail', what: 'tls', ...distrust(found, url, shell) };
  if (unchecked) {
    const said =
      'certificates are not checked (NODE_TLS_REJECT_UNAUTHORIZED=0): anybody between may read the key';
    return {
      mark: 'warn',
      what: 'tls',
      said,
      advice: 'Unset it; if the certificate is then refused, doctor says what to do.',
    };
  }
  const day = found.validTo.toISOString().slice(0, 10);
  const said = `certificate by ${cleanMessage(found.issuer) ?? 'an unnamed authority'}, good until ${day}`;
  return { mark: 'ok', what: 'tls', said };
}
