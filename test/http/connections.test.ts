import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { addressKey } from '../../src/http/request-context.ts';
import { hashToken } from '../../src/http/tokens.ts';
import { type Front, type FrontOptions, startFront } from './front.ts';

const closers: (() => unknown)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

async function start(options: FrontOptions): Promise<Front> {
  const front = await startFront(options);
  closers.push(front.close);
  return front;
}

/** A connection that is kept: it asks, and waits for the whole answer. */
async function open({ url }: Front, localAddress = '127.0.0.1') {
  const socket: Socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', localAddress });
  socket.on('error', () => undefined);
  closers.push(() => socket.destroy());
  let text = '';
  let closed = false;
  socket.on('data', (data) => {
    text += data;
  });
  socket.on('close', () => {
    closed = true;
  });
  return {
    socket,
    isClosed: () => closed,
    /** Answers since the last question. */
    count: () => text.split('HTTP/1.1 ').length - 1,
    /** The head and body of the answer; empty if the connection ends before. */
    async ask(request: string): Promise<string> {
      text = '';
      socket.write(request);
      await expect.poll(() => closed || /\r\n\r\n/.test(text), { timeout: 5_000 }).toBe(true);
      return text;
    },
  };
}

const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`;
const health = get('/healthz');
const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
const ping = `POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer t\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

const signedIn: FrontOptions = {
  settings: { auth: { kind: 'token', callers: 'f' } },
  files: { f: JSON.stringify([{ name: 'jane', sha256: hashToken('t') }]) },
};

/** What strangers may do on a connection that they keep. */
const strangers: [string, string][] = [
  ['/healthz', health],
  ['/readyz', get('/readyz')],
  ['the page', get('/')],
  ['nothing there', get('/nowhere')],
  ['no token', get('/mcp')],
  ['a wrong token', get('/mcp', 'Authorization: Bearer x\r\n')],
  ['a wrong host', get('/mcp').replace('localhost', 'evil.example')],
  ['metrics', get('/metrics')],
  ['a POST without a token', 'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}'],
  ['HEAD', health.replace('GET', 'HEAD')],
  ['OPTIONS', health.replace('GET', 'OPTIONS')],
];

describe('strangers who keep their connections', () => {
  test.each(strangers)('%s: newcomers get in all the same, callers keep theirs', async (_, request) => {
    const front = await start({ ...signedIn, listen: { maxConnections: 12, maxPerAddress: 12 } });
    const caller = await open(front);
    expect(await caller.ask(ping)).toMatch(/^HTTP\/1.1 200 /);
    for (let at = 0; at < 30; at++) await (await open(front)).ask(request);
    const newcomer = await open(front);
    expect(await newcomer.ask(ping)).toMatch(/^HTTP\/1.1 200 /);
    expect(caller.isClosed()).toBe(false);
    expect(await caller.ask(ping)).toMatch(/^HTTP\/1.1 200 /);
  });

  test('are told how long they may keep them; callers for longer', async () => {
    const front = await start(signedIn);
    const answers = [await (await open(front)).ask(health), await (await open(front)).ask(ping)];
    expect(answers.map((text) => /keep-alive: (.*)/i.exec(text)?.[1])).toEqual(['timeout=5', 'timeout=65']);
  });

  test('one address does not use up the connections of others', async () => {
    const front = await start({ ...signedIn, listen: { maxConnections: 40, maxPerAddress: 5 } });
    const other = await open(front, '127.0.0.2');
    await other.ask(health);
    const kept: Awaited<ReturnType<typeof open>>[] = [];
    for (let at = 0; at < 12; at++) {
      const one = await open(front);
      await one.ask(health);
      kept.push(one);
    }
    await expect.poll(() => kept.filter((one) => !one.isClosed()).length).toBe(5);
    expect(other.isClosed()).toBe(false);
  });
});

describe('requests of one connection at once', () => {
  /** The answers to these requests, all sent in one piece, and how many of them Node has made something of. */
  async function answersTo(requests: string): Promise<{ made: number; answers: number; closed: boolean }> {
    let made = 0;
    const count = () => void made++;
    const front = await start(signedIn);
    const one = await open(front);
    subscribe('http.server.request.start', count);
    await one.ask(requests);
    await expect.poll(one.isClosed, { timeout: 5_000 }).toBe(true);
    unsubscribe('http.server.request.start', count);
    expect(await (await open(front)).ask(ping)).toMatch(/^HTTP\/1.1 200 /);
    return { made, answers: one.count(), closed: one.isClosed() };
  }

  test.each([...strangers, ['a caller', ping]])(
    '%s: a thousand close it, and make nothing',
    async (_, one) => {
      const { made, answers, closed } = await answersTo(one.repeat(1_000));
      // Of the shortest ones, sixty fit into what is parsed in one go.
      expect({ answers: answers <= 16, made: made <= 60, closed }).toEqual({
        answers: true,
        made: true,
        closed: true,
      });
    },
  );

  test.each([2, 5, 10, 16])('%i are all answered, in a connection that stays', async (count) => {
    const front = await start(signedIn);
    const one = await open(front);
    await one.ask(ping.repeat(count));
    await expect.poll(() => one.count()).toBe(count);
    expect(one.isClosed()).toBe(false);
    expect(await one.ask(ping)).toMatch(/^HTTP\/1.1 200 /);
  });

  test('what comes in pieces of every size is read whole', async () => {
    const front = await start(signedIn);
    const text = `{"jsonrpc":"2.0","id":1,"method":"ping","more":"${'é'.repeat(20_000)}"}`;
    for (const length of [0, 1, 2_000, 2_047, 2_048, 2_049, 4_096, 9_999, 19_999, 20_000]) {
      const sent = text.replace(/é+/, (all) => all.slice(0, length));
      const head = ping.split('Content-Length')[0];
      const one = await open(front);
      const answer = await one.ask(`${head}Content-Length: ${Buffer.byteLength(sent)}\r\n\r\n${sent}`);
      expect(answer).toMatch(/^HTTP\/1.1 200 /);
    }
  });
});

test.each([
  ['10.0.0.1', 'address 10.0.0.1'],
  ['::ffff:10.0.0.1', 'address 10.0.0.1'],
  ['2001:db8:1:2:3:4:5:6', 'address 2001:db8:1:2'],
  ['2001:db8:1:2::9', 'address 2001:db8:1:2'],
  ['2001:db8::9', 'address 2001:db8:0:0'],
  ['2001:db8::1:2:3:4:5', 'address 2001:db8:0:1'],
  ['::1', 'address 0:0:0:0'],
  ['fe80::1%eth0', 'address fe80:0:0:0'],
  ['203.0.113.9:40001', 'address 203.0.113.9'],
  ['203.0.113.9:', 'address 203.0.113.9'],
  ['"203.0.113.9:40001"', 'address 203.0.113.9'],
  ["'203.0.113.9'", 'address 203.0.113.9'],
  [' 203.0.113.9 ', 'address 203.0.113.9'],
  ['[203.0.113.9]:1', 'address 203.0.113.9'],
  ['[2001:db8:1:2::9]', 'address 2001:db8:1:2'],
  ['[2001:db8:1:2::9]:40001', 'address 2001:db8:1:2'],
  ['"[2001:db8:1:2::9]:40002"', 'address 2001:db8:1:2'],
  ['2001:0DB8:0001:0002::9', 'address 2001:db8:1:2'],
  ['2001:db8:1:2:3:4:5:6:40001', 'address 2001:db8:1:2'],
  ['[fe80::1%eth0]:40001', 'address fe80:0:0:0'],
  ['[::ffff:203.0.113.9]:40001', 'address 203.0.113.9'],
  ['::ffff:203.0.113.9:40001', 'address 203.0.113.9'],
  ['::FFFF:203.0.113.9', 'address 203.0.113.9'],
  ['::ffff:cb00:7109', 'address 203.0.113.9'],
  ['0:0:0:0:0:ffff:cb00:7109', 'address 203.0.113.9'],
  ['unknown', 'address unknown'],
  ['Unknown:40001', 'address unknown'],
  ['"unknown"', 'address unknown'],
  ['', 'address '],
  [`${'x'.repeat(200)}`, `address ${'x'.repeat(100)}`],
])('who is counted at %s', (peer, source) => {
  expect(addressKey(peer)).toBe(source);
});
