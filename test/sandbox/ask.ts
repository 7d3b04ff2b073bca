import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { sharedWorld } from '../worlds.ts';

/** A Monday evening in Los Angeles. */
export const NOW = Date.parse('2026-11-23T19:25:00-08:00');

export const BASE = 'https://api.copper.com/developer_api/v1';

export const KEY = {
  'X-PW-AccessToken': 'key',
  'X-PW-Application': 'developer_api',
  'X-PW-UserEmail': 'jane.park@example.com',
};

export interface Reply<T> {
  status: number;
  headers: Headers;
  body: T;
}

export interface Row {
  id: number;
  [name: string]: unknown;
}

/** A sandbox at a fixed instant that never waits. */
export function sandboxAt(options: Partial<SandboxOptions> = {}): Sandbox {
  return createSandbox({
    now: () => NOW,
    sleep: async () => {},
    limit: 0,
    generate: sharedWorld,
    ...options,
  });
}

export async function get<T = unknown>(
  { send }: Sandbox,
  path: string,
  headers: Record<string, string> = KEY,
): Promise<Reply<T>> {
  return read(await send(new Request(BASE + path, { headers })));
}

export async function post<T = Row[]>(
  { send }: Sandbox,
  path: string,
  body: object = {},
  headers: Record<string, string> = KEY,
): Promise<Reply<T>> {
  const request = new Request(BASE + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return read(await send(request));
}

/** Every row of a search, page by page. */
export async function walk(sandbox: Sandbox, path: string, body: object = {}, size = 200): Promise<Row[]> {
  const rows: Row[] = [];
  for (let page = 1; ; page++) {
    const { body: more } = await post(sandbox, path, { ...body, page_size: size, page_number: page });
    rows.push(...more);
    if (more.length < size) return rows;
  }
}

/** Ids of every row a search finds, ascending. */
export async function found(sandbox: Sandbox, path: string, body: object): Promise<number[]> {
  return idsOf(await walk(sandbox, path, body));
}

export function idsOf(rows: readonly { id: number }[]): number[] {
  return rows.map((row) => row.id).sort((a, b) => a - b);
}

async function read<T>(response: Response): Promise<Reply<T>> {
  const text = await response.text();
  const json = response.headers.get('content-type')?.startsWith('application/json');
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
}
