import { describe, expect, test } from 'vitest';
import type { Credentials } from '../../src/copper/ask.ts';
import { type AccountApp, type AccountsOptions, createAccounts } from '../../src/http/accounts.ts';
import { HttpError } from '../../src/http/http-error.ts';
import { manualClock } from '../manual-clock.ts';
import { offersNothing } from '../mcp/fixture-capabilities.ts';

const unused = () => Promise.reject(new Error('not called'));
const key = (name: string): Credentials => ({ kind: 'key', key: name, email: `${name}@example.com` });

function start(limits: Pick<AccountsOptions, 'maxPerOwner' | 'maxAccounts'> = {}) {
  const clock = manualClock();
  const made: string[] = [];
  const closed: string[] = [];
  const createApp = (credentials: Credentials | undefined): AccountApp => {
    const name = JSON.stringify(credentials);
    made.push(name);
    return {
      ...offersNothing,
      copper: undefined,
      call: unused,
      close: async () => void closed.push(name),
    };
  };
  const accounts = createAccounts({ createApp, clock, ...limits });
  return { clock, made, closed, accounts };
}

test('one account a credential, however it is spelled and however many use it', async () => {
  const { accounts, made } = start();
  const one = accounts.take(key('a'));
  expect(accounts.take({ email: 'a@example.com', key: 'a', kind: 'key' }).app).toBe(one.app);
  expect(accounts.take(key('b')).app).not.toBe(one.app);
  expect(accounts.take({ kind: 'bearer', token: 'a' }).app).not.toBe(one.app);
  expect(accounts.take(undefined).app).not.toBe(one.app);
  expect(accounts.take({ kind: 'key', key: 'a', email: 'b@example.com' }).app).not.toBe(one.app);
  expect(made).toHaveLength(5);
  await accounts.close();
});

test('an account is forgotten after 15 minutes without use, and not before', async () => {
  const { accounts, clock, made, closed } = start();
  const a = accounts.take(key('a'));
  accounts.take(key('b')).release();
  await clock.advance(14 * 60_000);
  expect(accounts.list()).toHaveLength(2);
  await clock.advance(2 * 60_000);
  expect(accounts.list()).toEqual([a.app]);
  expect(closed).toHaveLength(1);
  a.release();
  a.release();
  await clock.advance(14 * 60_000);
  expect(accounts.list()).toHaveLength(1);
  await clock.advance(2 * 60_000);
  expect(accounts.list()).toEqual([]);
  expect(clock.sleepers()).toBe(0);
  accounts.take(key('a'));
  expect(made).toHaveLength(3);
  await accounts.close();
});

describe('keys that callers bring', () => {
  test('have a limit; one that is idle for a minute makes room, the newest first', async () => {
    const { accounts, clock, closed } = start({ maxPerOwner: 3 });
    accounts.take(key('a'), 'eve');
    for (const name of ['b', 'c']) accounts.take(key(name), 'eve').release();
    expect(() => accounts.take(key('d'), 'eve')).toThrow('Too many Copper accounts');
    await clock.advance(60_000);
    expect(accounts.take(key('d'), 'eve').app).toBeDefined();
    expect(closed).toEqual([JSON.stringify(key('c'))]);
    await accounts.close();
  });

  test('the credentials of the configuration always find room', async () => {
    const { accounts } = start({ maxPerOwner: 1, maxAccounts: 1 });
    accounts.take(key('a'), 'eve');
    expect(accounts.take(undefined).app).toBeDefined();
    expect(accounts.take(key('server')).app).toBeDefined();
    await accounts.close();
  });

  const floods: [keys: number, maxPerOwner: number, maxAccounts: number, minutesIdle: number][] = [
    [2_000, 250, 1_000, 1],
    [600, 250, 1_000, 14],
    [600, 250, 1_000, 20],
    [1_000, 250, 1_000, 2],
    [251, 250, 1_000, 1],
    [10_000, 250, 1_000, 1],
    [50, 10, 40, 1],
    [50, 10, 30, 60],
    [20, 1, 10, 3],
    [300, 10, 20, 0],
    [300, 10, 20, 16],
  ];
  test.each(floods)(
    '%i invented by one caller, %i of %i: callers who were idle for %i minutes are served as before',
    async (keys, maxPerOwner, maxAccounts, minutesIdle) => {
      const { accounts, clock } = start({ maxPerOwner, maxAccounts });
      const others = ['jane', 'bob', 'ann'];
      for (const name of others) accounts.take(key(name), name).release();
      const refusals = new Set<unknown>();
      const flood = async (from: number) => {
        for (let at = from; at < from + keys; at++) {
          try {
            accounts.take(key(`invented-${at}`), 'eve').release();
          } catch (error) {
            refusals.add(error instanceof HttpError ? error.status : error);
          }
        }
      };
      for (let minute = 0; minute < minutesIdle; minute++) {
        await flood(minute * keys);
        await clock.advance(60_000);
      }
      await flood(minutesIdle * keys);
      expect([...refusals]).toEqual(keys > maxPerOwner ? [503] : []);
      expect(accounts.list().length).toBeLessThanOrEqual(maxPerOwner + others.length);
      for (const name of others) expect(accounts.take(key(name), name).app).toBeDefined();
      expect(accounts.take(key('new'), 'a newcomer').app).toBeDefined();
      await accounts.close();
    },
  );

  test('where several owners fill the table, the one who has the most makes room', async () => {
    const { accounts, clock, closed } = start({ maxPerOwner: 4, maxAccounts: 6 });
    for (const name of ['a', 'b', 'c', 'd']) accounts.take(key(name), 'eve').release();
    for (const name of ['e', 'f']) accounts.take(key(name), 'mallory').release();
    await clock.advance(60_000);
    expect(accounts.take(key('g'), 'jane').app).toBeDefined();
    expect(closed).toEqual([JSON.stringify(key('d'))]);
    await accounts.close();
  });

  test('callers who share an address: keys that were there before stay', async () => {
    const { accounts, clock, closed } = start({ maxPerOwner: 10 });
    for (let at = 0; at < 9; at++) accounts.take(key(`old-${at}`), 'address 10.0.0.1').release();
    for (let minute = 0; minute < 10; minute++) {
      await clock.advance(60_000);
      for (let at = 0; at < 100; at++)
        try {
          accounts.take(key(`new-${minute}-${at}`), 'address 10.0.0.1').release();
        } catch {
          // No room is what the invented ones are told.
        }
    }
    expect(closed.filter((name) => name.includes('old'))).toEqual([]);
    await accounts.close();
  });
});
