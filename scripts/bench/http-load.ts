import { Agent, request } from 'node:http';

/** A request to send again and again. */
export interface Shot {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body of the nth request. */
  readonly body: (at: number) => string;
}

/** What a server made of it. */
export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

/** Sends over so many connections for so many seconds, each as fast as it is answered. An answer is good if `isGood` says so. */
export async function load(
  shot: Shot,
  { connections = 8, seconds = 4, isGood = (text: string) => text !== '' } = {},
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let failed = 0;
  let sent = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  const priority = async () => {
    while (performance.now() < end) {
      const began = performance.now();
      const text = await post(shot, sent++, agent);
      times.push(performance.now() - began);
      if (!isGood(text)) failed++;
    }
  };
  await Promise.all(Array.from({ length: connections }, priority));
  const took = (performance.now() - start) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  return { perSecond: times.length / took, p50: at(0.5), p99: at(0.99), failed };
}

function post({ url, headers, body }: Shot, at: number, agent: Agent): Promise<string> {
  const text = body(at);
  const length = { 'content-length': String(Buffer.byteLength(text)) };
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', headers: { ...headers, ...length }, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
      response.on('error', reject);
    });
    asked.on('error', (error: NodeJS.ErrnoException) => {
      // The server closed a connection that was idle while this request was on its way.
      const isStale = asked.reusedSocket && error.code === 'ECONNRESET';
      if (isStale) resolve(post({ url, headers, body }, at, agent));
      else reject(error);
    });
    asked.end(text);
  });
}
