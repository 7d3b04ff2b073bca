import { describe, expect, test } from 'vitest';
import { createHandlers, type ObservedRequest, type ObserveRequest } from '../../src/mcp/handlers.ts';
import { instructions, selectTools } from '../../src/mcp/tool-selection.ts';
import { published, publishedCapabilities, selectionSource } from '../../src/published.ts';
import type { App, CallContext } from '../../src/tool/app.ts';
import type { CapabilityHandlers } from '../../src/tool/capabilities.ts';
import { offersNothing } from './fixture-capabilities.ts';

const { all } = selectionSource.groups;
const context = { signal: new AbortController().signal };
const source = { ...selectionSource, list: published, instructions };

/** An app that answers with what it was asked. */
const echo: App & CapabilityHandlers = {
  ...offersNothing,
  call: async (name, input) => ({ text: `${name} ${JSON.stringify(input)}`, isError: false }),
  close: async () => {},
};

/** Handlers over such an app, and how often it was created. */
function handlers(
  chosen: readonly string[] = all,
  over: Partial<CapabilityHandlers> = {},
  run?: ObserveRequest,
) {
  let created = 0;
  const app = async () => {
    created++;
    return { ...echo, ...over };
  };
  const selection = selectTools(source, chosen, '');
  const capabilities = publishedCapabilities;
  const options = { selection, capabilities, app, ...(run === undefined ? {} : { run }) };
  return { created: () => created, ...createHandlers(options) };
}

test('the app is created with the first call, once, and not for lists', async () => {
  const { created, call, list, resources, prompts } = handlers();
  expect(list).toEqual(published);
  expect(resources?.list()).toEqual([
    ...publishedCapabilities.resources,
    ...publishedCapabilities.skills.map(({ file }) => file),
  ]);
  expect(resources?.templates()).toEqual(publishedCapabilities.templates);
  expect(prompts?.list()).toEqual(publishedCapabilities.prompts);
  expect(created()).toBe(0);
  await Promise.all([call('list_tags', {}, context), call('list_users', {}, context)]);
  await call('list_tags', {}, context);
  expect(created()).toBe(1);
});

test('an app that could not be created is created with the next call', async () => {
  let tries = 0;
  const app = async () => {
    if (++tries === 1) throw new Error('EMFILE');
    return echo;
  };
  const selection = selectTools(source, all, '');
  const { call } = createHandlers({ selection, capabilities: publishedCapabilities, app });
  await expect(call('list_tags', {}, context)).rejects.toThrow('EMFILE');
  expect(await call('list_tags', {}, context)).toMatchObject({ text: 'list_tags {}' });
});

test('a call goes to the tool as it came', async () => {
  const result = await handlers().call('get_user', { id: 'me' }, context);
  expect(result).toEqual({ text: 'get_user {"id":"me"}', isError: false });
});

test.each(['', 'nothing', 'listTags', 'toString', '__proto__'])(
  '"%s" is not a tool, and creates no app',
  async (name) => {
    const { created, call } = handlers();
    expect(await call(name, {}, context)).toBeUndefined();
    expect(created()).toBe(0);
  },
);

test('what is not in the list cannot be called', async () => {
  const { call } = handlers(all.filter((name) => name !== 'list_tags'));
  expect(await call('list_tags', {}, context)).toBeUndefined();
  expect(await call('list_users', {}, context)).toBeDefined();
});

describe('what is offered besides tools', () => {
  const uri = 'copper://account';
  const argument = { name: 'owner', value: 'd', others: {} };

  test('goes to the app, with the names that the client knows', async () => {
    const seen: CallContext[] = [];
    const note = async (...given: unknown[]) => {
      seen.push(given.at(-1) as CallContext);
      return undefined;
    };
    const { resources, prompts, complete } = handlers(all, { read: note, prompt: note, complete: note });
    await resources?.read(uri, context);
    await prompts?.get('pipeline_review', {}, context);
    await complete?.({ prompt: 'pipeline_review' }, argument, context);
    expect(seen).toEqual(Array(3).fill({ ...context, toolNames: expect.any(Map) }));
    expect(seen[0]?.toolNames?.get('find')).toBe('find');
  });

  test('a prompt that does not exist creates no app', async () => {
    const { created, prompts, complete } = handlers();
    expect(await prompts?.get('toString', {}, context)).toBeUndefined();
    expect(await complete?.({ prompt: 'toString' }, argument, context)).toBeUndefined();
    expect(created()).toBe(0);
  });
});

test('everything that is asked runs through `run`, also what does not exist', async () => {
  const seen: ObservedRequest[] = [];
  const run: ObserveRequest = (work, given, action) => {
    seen.push(work);
    return action(given);
  };
  const { call, resources, prompts, complete } = handlers(['find'], {}, run);
  await call('find', { text: 'a' }, context);
  await call('list_tags', {}, context);
  await resources?.read('copper://nowhere', context);
  await prompts?.get('nothing', {}, context);
  await complete?.({ prompt: 'nothing' }, { name: 'owner', value: '', others: {} }, context);
  expect(seen).toEqual([
    { method: 'tools/call', tool: 'find', input: { text: 'a' } },
    { method: 'tools/call', tool: 'list_tags', input: {} },
    { method: 'resources/read' },
    { method: 'prompts/get' },
    { method: 'completion/complete' },
  ]);
});
