import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';

/** The certificate that came, and whether this machine trusts it. */
export interface Certificate {
  /** Who signed it. */
  readonly issuer: string;
  readonly subject: string;
  readonly validTo: Date;
  /** Why it is not trusted, as Node calls it, e.g. `SELF_SIGNED_CERT_IN_CHAIN`. */
  readonly problem: string | undefined;
}

/** What a connection showed. */
export interface ProbeResult {
  /** IP address of the other end: the proxy's, where there is one. */
  readonly address: string;
  /** Undefined over http. */
  readonly certificate: Certificate | undefined;
}

/** How far a connection came. */
export type ProbeStage = 'name' | 'connection' | 'proxy' | 'tls';

/** A connection that could not be made: where it ended, and Node's code, or the status a proxy gave. */
export class ProbeError extends Error {
  readonly stage: ProbeStage;
  readonly code: string;

  constructor(stage: ProbeStage, code: string) {
    super(`${stage}: ${code}`);
    this.stage = stage;
    this.code = code;
  }
}

function failed(stage: ProbeStage, error: unknown): ProbeError {
  if (error instanceof ProbeError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return new ProbeError(/^(ENOTFOUND|EAI_)/.test(code) ? 'name' : stage, code);
}

const hostOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, '');
const portOf = ({ port, protocol }: URL) => Number(port) || (protocol === 'https:' ? 443 : 80);

/** Resolves with what `open` gives when it calls back; rejects with the socket's error, or when the time is up. */
function opened<T>(
  stage: ProbeStage,
  signal: AbortSignal,
  open: (done: (value: T) => void, fail: (error: unknown) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new ProbeError(stage, 'ETIMEDOUT'));
    if (signal.aborted) return late();
    signal.addEventListener('abort', late, { once: true });
    open(resolve, (error) => reject(failed(stage, error)));
  });
}

const direct = (url: URL, signal: AbortSignal) =>
  opened<net.Socket>('connection', signal, (done, fail) => {
    const socket = net.connect({ host: hostOf(url), port: portOf(url) });
    socket.once('connect', () => done(socket)).on('error', fail);
    signal.addEventListener('abort', () => socket.destroy(), { once: true });
  });

/** A tunnel to `url` through the proxy. */
const tunnel = (url: URL, proxy: URL, signal: AbortSignal) =>
  opened<net.Socket>('connection', signal, (done, fail) => {
    const who = [proxy.username, proxy.password].map(decodeURIComponent).join(':');
    const request = (proxy.protocol === 'https:' ? https : http).request({
      host: hostOf(proxy),
      port: portOf(proxy),
      method: 'CONNECT',
      path: `${url.hostname}:${portOf(url)}`,
      headers: {
        host: `${url.hostname}:${portOf(url)}`,
        ...(who === ':' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(who).toString('base64')}` }),
      },
      signal,
    });
    request.once('connect', ({ statusCode = 0 }, socket: net.Socket) => {
      socket.on('error', fail);
      if (statusCode === 200) return done(socket);
      socket.destroy();
      fail(new ProbeError('proxy', String(statusCode)));
    });
    request.once('response', (response) => {
      response.destroy();
      fail(new ProbeError('proxy', String(response.statusCode)));
    });
    request.on('error', fail).end();
  });

const first = (text: string | string[] | undefined) => (Array.isArray(text) ? text[0] : text);

/** Nothing is sent over it, so that a certificate may be looked at that nobody should trust. */
const secured = (url: URL, socket: net.Socket, signal: AbortSignal) =>
  opened<Certificate>('tls', signal, (done, fail) => {
    const host = hostOf(url);
    const name = net.isIP(host) === 0 ? { servername: host } : {};
    const secure = tls.connect({ socket, host, ...name, rejectUnauthorized: false });
    secure.on('error', fail).once('secureConnect', () => {
      const { issuer, subject, valid_to: end } = secure.getPeerCertificate();
      const problem = secure.authorized ? undefined : String(secure.authorizationError);
      const signer = first(issuer.O) ?? first(issuer.CN) ?? 'an unnamed authority';
      done({ issuer: signer, subject: first(subject.CN) ?? host, validTo: new Date(end), problem });
    });
  });

/**
 * Opens a connection to an address and closes it again; no request is sent.
 *
 * @throws ProbeError that tells how far it came
 */
export async function probe(url: URL, proxy: URL | undefined, signal: AbortSignal): Promise<ProbeResult> {
  const socket = proxy === undefined ? await direct(url, signal) : await tunnel(url, proxy, signal);
  try {
    const certificate = url.protocol === 'https:' ? await secured(url, socket, signal) : undefined;
    return { address: socket.remoteAddress ?? 'an unknown address', certificate };
  } finally {
    socket.destroy();
  }
}
