import { cleanMessage } from '../../copper/upstream-message.ts';
import type { Shell } from '../shell.ts';
import { alsoInClient, type Finding, failed, passed, warned } from './finding.ts';
import type { Certificate } from './probe.ts';

/** Whether Node reads `NODE_USE_SYSTEM_CA`: from 22.19 and 24.6 on, nodejs.org/api/cli.html. */
function readsSystemCa(nodeVersion: string): boolean {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 6) || (major === 22 && minor >= 19);
}

const issuerName = ({ issuer }: Certificate) => cleanMessage(issuer) ?? 'an unnamed authority';
const dayOf = (date: Date) =>
  Number.isNaN(date.getTime()) ? 'an unknown day' : date.toISOString().slice(0, 10);

/** A company network that inspects TLS shows certificates of its own authority, which Node must be told to trust. */
function untrusted(certificate: Certificate, { hostname }: URL, { nodeVersion }: Shell): Finding {
  const { problem, subject, validTo } = certificate;
  switch (problem) {
    case 'CERT_HAS_EXPIRED': {
      const advice =
        'Check the date of this machine. If it is right, tell whoever runs the address or the proxy.';
      return failed('tls', `the certificate of ${hostname} expired on ${dayOf(validTo)}`, advice);
    }
    case 'CERT_NOT_YET_VALID':
      return failed(
        'tls',
        `the certificate of ${hostname} is not valid yet`,
        'Check the date of this machine.',
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID': {
      const said = `the certificate is for ${cleanMessage(subject) ?? 'another name'}, not for ${hostname}`;
      const advice =
        'Log in to the network if it asks for that in a browser; otherwise check COPPER_API_BASE_URL.';
      return failed('tls', said, advice);
    }
    default: {
      const said = `the certificate of ${hostname} is signed by "${issuerName(certificate)}", which Node does not trust (${problem})`;
      const system = readsSystemCa(nodeVersion)
        ? 'set NODE_USE_SYSTEM_CA=1, so that Node trusts what this machine trusts, or '
        : '';
      const advice = `If that is your company, ${system}set NODE_EXTRA_CA_CERTS to a PEM file with its certificate, ${alsoInClient}. If not, someone may be intercepting the connection: use another network.`;
      return failed('tls', said, advice);
    }
  }
}

/** Whether the certificate is trusted, and what to do where it is not. */
export function certificateFinding(certificate: Certificate, url: URL, shell: Shell): Finding {
  if (shell.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    const said =
      'certificates are not checked (NODE_TLS_REJECT_UNAUTHORIZED=0): anyone in between can read the key';
    return warned('tls', said, 'Unset it; if the certificate is then refused, doctor says what to do.');
  }
  if (certificate.problem !== undefined) return untrusted(certificate, url, shell);
  return passed(
    'tls',
    `certificate by ${issuerName(certificate)}, valid until ${dayOf(certificate.validTo)}`,
  );
}
