import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashToken } from '../../src/http/tokens.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { realClock } from '../../src/tool/clock.ts';
import { worldOfThisHour } from '../worlds.ts';
import { callTool, type Front, startFront } from './front.ts';

const accounts = 10;
const callersPerAccount = 5;
const email = 'dana.li@example.com';
const keyOf = (account: number) => `copper-key-${account}`;

/** One sandbox a credential, each with data of its own, and each refusing the keys of all others. */
const sandboxes = new Map<string, Sandbox>();
const callers = Array.from({ length: accounts * callersPerAccount }, (_, at) => ({
  name: `caller-${at}`,
  token: `token-${at}`,
  account: at % accounts,
}));

let front: Front;

beforeAll(async () => {
  for (let account = 0; account < accounts; account++) {
    const { now, sleep } = realClock;
    const options = { seed: account + 1, credentials: [keyOf(account)], limit: 0, latency: account % 3 };
    sandboxes.set(keyOf(account), createSandbox({ now, sleep, generate: worldOfThisHour, ...options }));
  }
  const entries = callers.map(({ name, token, account }) => ({
    name,
    sha256: hashToken(token),
    copper: { apiKey: keyOf(account), userEmail: email },
  }));
  front = await startFront({
    settings: { auth: { kind: 'token', callers: 'f' }, maxCalls: 1_000 },
    files: { f: JSON.stringify(entries) },
    // One server for all accounts, as in production: only the headers of a request say whose it is.
    sendFor: () => (request) => {
      const sandbox = sandboxes.get(request.headers.get('x-pw-accesstoken') ?? '');
      return sandbox?.send(request) ?? Promise.reject(new TypeError('no such account'));
    },
  });
});

afterAll(() => front.close());

const questions: [string, object][] = [
  ['search_opportunities', { limit: 20, sort: '-value' }],
  ['search_people', { limit: 5 }],
  ['search_companies', { limit: 10 }],
  ['list_pipelines', {}],
  ['search_tasks', { limit: 5 }],
  ['summarize', { what: 'companies', by: 'name', top: 20 }],
];

test('50 callers of 10 credentials at once: each reads their own Copper, and no byte of another', async () => {
  const ask = async ({ token, account }: { token: string; account: number }) => {
    const answers = await Promise.all(
      questions.map(([tool, input]) =>
        callTool(front.url, tool, input, { headers: { Authorization: `Bearer ${token}` } }),
      ),
    );
    // Rows that a caller of the same account has read before answer the next one, which says so.
    const read = /(?: as of \S+)? in \d+ requests?(?: \(read again after \S+\))?/g;
    const told = answers.map(({ status, text }) => `${status} ${text.replaceAll(read, '')}`);
    return { account, text: told.join('\n') };
  };
  const answers = await Promise.all(callers.map(ask));
  const byAccount = group(answers);
  const texts = [...byAccount.values()].map((same) => {
    const [first, ...others] = same.map(({ text }) => text);
    for (const other of others) expect(other).toBe(first);
    return first ?? '';
  });
  expect(new Set(texts).size).toBe(accounts);
  for (const text of texts) expect(text).not.toMatch(/"isError":true|^[45]/m);

  // The names of companies differ by seed: those that only one account has stand in no other's answers.
  const names = [...sandboxes.values()].map(({ world }) => new Set(world.companies.map(({ name }) => name)));
  texts.forEach((text, mine) => {
    const foreign = names.flatMap((set, at) => (at === mine ? [] : [...set]));
    const strangers = foreign.filter((name) => names[mine]?.has(name) === false && name.length > 12);
    expect(strangers.length).toBeGreaterThan(100);
    expect(strangers.filter((name) => text.includes(name))).toEqual([]);
  });
});

test('what is shared and cached is shared within a credential: 5 callers cost no more than one where they ask the same', () => {
  for (const { log } of sandboxes.values()) {
    const lookups = log.filter(({ path }) => /users\/search|pipelines$/.test(path)).map(({ path }) => path);
    expect(new Set(lookups).size).toBe(lookups.length);
  }
});

test('every request went out under the key of its caller', () => {
  for (const { log } of sandboxes.values())
    expect(new Set(log.map(({ status }) => status))).toEqual(new Set([200]));
  expect(front.server.accounts.list()).toHaveLength(accounts);
});

function group<T extends { account: number }>(items: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) groups.set(item.account, [...(groups.get(item.account) ?? []), item]);
  return groups;
}
