import { expect, test } from 'vitest';
import type { Credentials } from '../../src/copper/ask.ts';
import { type AccountApp, createAccounts } from '../../src/http/accounts.ts';
import { manualClock } from '../manual-clock.ts';
import { offersNothing } from '../mcp/fixture-capabilities.ts';

const unused = () => Promise.reject(new Error('not called'));
const key = (name: string): Credentials => ({ kind: 'key', key: name, email: `${name}@example.com` });

function start(maxAccounts?: number) {
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
  const accounts = createAccounts({
    createApp,
    clock,
    ...(maxAccounts === undefined ? {} : { maxAccounts }),
  });
  return { clock, made, closed, accounts };
}

test('one account a credential, however it is spelled and however many use it', async () => {
  const { accounts, made } = start();
  const one = accounts.take(key('a'));
  expect(accounts.take({ email: 'a@example.com', key: 'a', kind: 'key' }).app).toBe(one.app);
  expect(accounts.take(key('b')).app).not.toBe(one.app);
  expect(accounts.take({ kind: 'bearer', token: 'a' }).app).not.toBe(one.app);
  expect(accounts.take(undefined).app).not.toBe(one.app);
  expect(accounts.take({ kind: 'key', key: 'a', email: 'b@example.com' }).id).not.toBe(one.id);
  expect(made).toHaveLength(5);
  await accounts.close();
});

test('no credential can be read from an id, nor guessed from that of another process', async () => {
  const [one, other] = [start().accounts, start().accounts];
  const { id } = one.take(key('secret'));
  expect(id).not.toContain('secret');
  expect(other.take(key('secret')).id).not.toBe(id);
  await Promise.all([one.close(), other.close()]);
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

test('there is a limit to how many are held; one that is idle for a minute makes room', async () => {
  const { accounts, clock } = start(2);
  accounts.take(key('a'));
  accounts.take(key('b')).release();
  expect(() => accounts.take(key('c'))).toThrow('Too many Copper accounts');
  await clock.advance(60_000);
  expect(accounts.take(key('c')).app).toBeDefined();
  await accounts.close();
});
