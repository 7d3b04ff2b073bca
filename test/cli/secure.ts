import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import net, { type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { builtFile } from '../../scripts/built.ts';
import { authority, type ServerIdentity } from './certificates.ts';
import type { Ran } from './fake-shell.ts';

const listening = (server: Server) =>
  new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

function joined(one: net.Socket, other: net.Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on('error', () => to.destroy());
    from.pipe(to);
  }
}

/** Something that listens on a port. */
export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

const closer = (server: Server, sockets: Set<net.Socket>) => () =>
  new Promise<void>((resolve) => {
    for (const socket of sockets) socket.destroy();
    server.close(() => resolve());
  });

function tracked(server: Server): Set<net.Socket> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => sockets.add(socket));
  return sockets;
}

/** Speaks TLS in front of a port that does not. */
export async function serveTls(identity: ServerIdentity, port: number): Promise<Listener> {
  const server = tls.createServer({ ...identity }, (socket) =>
    joined(socket, net.connect(port, '127.0.0.1')),
  );
  server.on('tlsClientError', () => undefined);
  const sockets = tracked(server);
  return { port: await listening(server), close: closer(server, sockets) };
}

/** A proxy that leads every tunnel to this machine, whatever the name, and remembers what it was asked. */
export async function serveProxy(answer: (request: IncomingMessage) => number = () => 200) {
  const asked: string[] = [];
  const server = createServer();
  const sockets = tracked(server);
  server.on('connect', (request: IncomingMessage, socket: net.Socket) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    const status = answer(request);
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const there = net.connect(Number(request.url?.split(':')[1]), '127.0.0.1');
    there.once('connect', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      joined(socket, there);
    });
    there.on('error', () => socket.destroy());
  });
  return { port: await listening(server), asked, close: closer(server, sockets) };
}

const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-authority-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const authorityFile = join(folder, 'authority.pem');
writeFileSync(authorityFile, authority);

/** Settings with which Node trusts the authority of these tests. */
export const trusting = { NODE_EXTRA_CA_CERTS: authorityFile };

/** Runs the built program as a process: what Node reads at its start (authorities, colours) can be set for it alone. */
export function runBuilt(
  args: readonly string[],
  { env = {}, typed = '', node = [] }: { env?: Record<string, string>; typed?: string; node?: string[] } = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [...node, builtFile, ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
  });
  const written = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written.err += text;
  });
  child.stdin.on('error', () => undefined).end(typed);
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code: code ?? -1, ...written }));
  });
}
