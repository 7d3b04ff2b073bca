import { expect, test } from 'vitest';
import { createHandlers } from '../../src/mcp/handlers.ts';
import { published } from '../../src/published.ts';
import type { App } from '../../src/tool/app.ts';
import type { CapabilityHandlers } from '../../src/tool/capabilities.ts';
import { offersNothing } from './fixture-offers.ts';

const context = { signal: new AbortController().signal };

/** Handlers over an app that answers with what it was asked, and how often it was made. */
function handlers(list = published) {
  let made = 0;
  const app = async (): Promise<App & CapabilityHandlers> => {
    made++;
    return {
      ...offersNothing,
      call: async (name, input) => ({ text: `${name} ${JSON.stringify(input)}`, isError: false }),
      close: async () => {},
    };
  };
  return { made: () => made, ...createHandlers({ list, instructions: 'hints', app }) };
}

test('the app is made with the first call, once, and not for lists', async () => {
  const { made, call, list } = handlers();
  expect(list).toBe(published);
  expect(made()).toBe(0);
  await Promise.all([call('list_tags', {}, context), call('list_users', {}, context)]);
  await call('list_tags', {}, context);
  expect(made()).toBe(1);
});

test('an app that could not be made is made with the next call', async () => {
  let tries = 0;
  const app = async (): Promise<App & CapabilityHandlers> => {
    if (++tries === 1) throw new Error('EMFILE');
    return {
      ...offersNothing,
      call: async () => ({ text: 'made', isError: false }),
      close: async () => {},
    };
  };
  const { call } = createHandlers({ list: published, instructions: '', app });
  await expect(call('list_tags', {}, context)).rejects.toThrow('EMFILE');
  expect(await call('list_tags', {}, context)).toMatchObject({ text: 'made' });
});

test('a call goes to the tool as it came', async () => {
  const result = await handlers().call('get_user', { id: 'me' }, context);
  expect(result).toEqual({ text: 'get_user {"id":"me"}', isError: false });
});

test.each(['', 'nothing', 'listTags', 'toString', '__proto__'])(
  '"%s" is no tool, and makes no app',
  async (name) => {
    const { made, call } = handlers();
    expect(await call(name, {}, context)).toBeUndefined();
    expect(made()).toBe(0);
  },
);

test('what is not in the list cannot be called', async () => {
  const { call } = handlers(published.filter(({ name }) => name !== 'list_tags'));
  expect(await call('list_tags', {}, context)).toBeUndefined();
  expect(await call('list_users', {}, context)).toBeDefined();
});
