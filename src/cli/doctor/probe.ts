import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { codeOf } from '../../clients/local-machine.ts';

/** A server's certificate, and whether Node trusts it. */
export interface Certificate {
  /** Who signed it. */
  readonly issuer: string;
  readonly subject: string;
  readonly validTo: Date;
  /** Why it is not trusted, as Node calls it, e.g. `SELF_SIGNED_CERT_IN_CHAIN`. */
  readonly problem: string | undefined;
}

/** What was learned from a connection. */
interface ProbeResult {
  /** IP address of the other end: the proxy's, if there is one. */
  readonly address: string;
  /** Undefined over http. */
  readonly certificate: Certificate | undefined;
}

/** The steps of opening a connection. */
type ProbeStage = 'name' | 'connection' | 'proxy' | 'tls';

/** A connection that could not be opened: the step that failed, with Node's error code or the proxy's status. */
export class ProbeError extends Error {
  readonly stage: ProbeStage;
  readonly code: string;

  constructor(stage: ProbeStage, code: string) {
    super(`${stage}: ${code}`);
    this.stage = stage;
    this.code = code;
  }
}

function probeError(stage: ProbeStage, error: unknown): ProbeError {
  if (error instanceof ProbeError) return error;
  const code = codeOf(error) || 'unknown';
  return new ProbeError(/^(ENOTFOUND|EAI_)/.test(code) ? 'name' : stage, code);
}

const hostOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, '');
const portOf = ({ port, protocol }: URL) => Number(port) || (protocol === 'https:' ? 443 : 80);

/** Resolves with what `open` reports as done; rejects with the socket's error, or with a timeout when the signal aborts. */
function opened<T>(
  stage: ProbeStage,
  signal: AbortSignal,
  open: (done: (value: T) => void, fail: (error: unknown) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timeOut = () => reject(new ProbeError(stage, 'ETIMEDOUT'));
    if (signal.aborted) return timeOut();
    signal.addEventListener('abort', timeOut, { once: true });
    open(resolve, (error) => reject(probeError(stage, error)));
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
    const credentials = [proxy.username, proxy.password].map(decodeURIComponent).join(':');
    const request = (proxy.protocol === 'https:' ? https : http).request({
      host: hostOf(proxy),
      port: portOf(proxy),
      method: 'CONNECT',
      path: `${url.hostname}:${portOf(url)}`,
      headers: {
        host: `${url.hostname}:${portOf(url)}`,
        ...(credentials === ':'
          ? {}
          : { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }),
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

/** Nothing is sent over this connection, so that a certificate can be inspected that must not be trusted. */
const inspectCertificate = (url: URL, socket: net.Socket, signal: AbortSignal) =>
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
 * @throws ProbeError
 */
export async function probe(url: URL, proxy: URL | undefined, signal: AbortSignal): Promise<ProbeResult> {
  const socket = proxy === undefined ? await direct(url, signal) : await tunnel(url, proxy, signal);
  try {
    const certificate = url.protocol === 'https:' ? await inspectCertificate(url, socket, signal) : undefined;
    return { address: socket.remoteAddress ?? 'an unknown address', certificate };
  } finally {
    socket.destroy();
  }
}
