import { describe, expect, test } from 'vitest';
import type { Handlers } from '../../src/mcp/handlers.ts';
import type { CallContext } from '../../src/tool/app.ts';
import type { Capabilities } from '../../src/tool/capabilities.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { fixtureHandlers, wideHandlers } from './fixture.ts';
import { fixtureCapabilities } from './fixture-capabilities.ts';
import { modernMeta, raw, toModernRequest, toRequest } from './raw.ts';

type Params = Record<string, unknown>;

/** One client of each generation: how it asks, how it learns what there is, and what it hears where nothing is. */
const generations = {
  '2025-11-25': {
    ask: (handlers: Handlers, method: string, params: Params = {}) =>
      raw(handlers, toRequest({ jsonrpc: '2.0', id: 1, method, params })),
    meta: (progressToken: string) => ({ progressToken }),
    opening: {
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
    },
    noMethod: 200,
    noResource: -32002,
    forAll: {},
    forOne: {},
    skills: {},
  },
  '2026-07-28': {
    ask: (handlers: Handlers, method: string, params: Params = {}) =>
      raw(handlers, toModernRequest({ method, params })),
    meta: (progressToken: string) => ({ ...modernMeta, progressToken }),
    opening: { method: 'server/discover', params: {} },
    noMethod: 404,
    noResource: -32602,
    forAll: { ttlMs: 300_000, cacheScope: 'public' },
    forOne: { ttlMs: 0, cacheScope: 'private' },
    skills: { extensions: { 'io.modelcontextprotocol/skills': {} } },
  },
};

const toolsOnly = fixtureHandlers();
const wide = wideHandlers();
const { resources, prompts, skills, complete } = fixtureCapabilities;
const skillUri = 'skill://test/a-skill/SKILL.md';
const none = { id: 1, error: { code: -32601 } };
const refused = (message: RegExp) => ({ error: { code: -32602, message: expect.stringMatching(message) } });

describe.each(Object.entries(generations))('%s', (_, client) => {
  const { ask, meta, opening, noMethod, noResource, forAll, forOne, skills: announcedSkills } = client;
  const knowsSkills = Object.keys(announcedSkills).length > 0;

  const methods: Readonly<Record<keyof Capabilities, readonly [string, Params][]>> = {
    resources: [
      ['resources/list', {}],
      ['resources/templates/list', {}],
      ['resources/read', { uri: 'test://static-text' }],
    ],
    prompts: [
      ['prompts/list', {}],
      ['prompts/get', { name: 'test_simple_prompt' }],
    ],
    skills: [
      ['skills/list', {}],
      ['skills/get', { uri: skillUri }],
    ],
    complete: [
      [
        'completion/complete',
        {
          ref: { type: 'ref/prompt', name: 'test_prompt_with_arguments' },
          argument: { name: 'arg1', value: '' },
        },
      ],
    ],
  };

  test.each<[string, Capabilities, object]>([
    ['nothing', {}, {}],
    ['resources', { resources }, { resources: {} }],
    ['prompts', { prompts }, { prompts: {} }],
    ['skills', { skills }, announcedSkills],
    ['completions', { complete }, { completions: {} }],
    ['everything', fixtureCapabilities, { resources: {}, prompts: {}, completions: {}, ...announcedSkills }],
  ])(
    'with %s besides tools, that is announced and served, and nothing else',
    async (_, offers, announced) => {
      const handlers = { ...toolsOnly, ...offers };
      const { body } = await ask(handlers, opening.method, opening.params);
      const { result } = Object(body);
      expect(result.capabilities).toEqual({ tools: {}, ...announced });
      for (const [member, asked] of Object.entries(methods))
        for (const [method, params] of asked) {
          const answer = await ask(handlers, method, params);
          expect(answer, method).toMatchObject(
            member in offers && (member !== 'skills' || knowsSkills)
              ? { status: 200, body: { result: {} } }
              : { status: noMethod, body: none },
          );
        }
    },
  );

  test.each(['logging/setLevel', 'resources/subscribe', 'resources/unsubscribe'])(
    '%s is not there',
    async (method) => {
      const answer = await ask(wide, method, { level: 'info', uri: 'test://static-text' });
      expect(answer).toMatchObject({ status: noMethod, body: none });
    },
  );

  test.each<[string, string, Params, object]>([
    ['resources', 'resources/list', {}, { ...forAll, resources: resources.list() }],
    ['templates', 'resources/templates/list', {}, { ...forAll, resourceTemplates: resources.templates() }],
    [
      'a text',
      'resources/read',
      { uri: 'test://static-text' },
      {
        ...forOne,
        contents: [
          {
            uri: 'test://static-text',
            mimeType: 'text/plain',
            text: 'This is the content of the static text resource.',
          },
        ],
      },
    ],
    [
      'bytes',
      'resources/read',
      { uri: 'test://static-binary' },
      {
        ...forOne,
        contents: [
          { uri: 'test://static-binary', mimeType: 'image/png', blob: expect.stringMatching(/^iVBOR/) },
        ],
      },
    ],
    [
      'what a template leads to',
      'resources/read',
      { uri: 'test://template/7/data' },
      {
        ...forOne,
        contents: [
          {
            uri: 'test://template/7/data',
            mimeType: 'application/json',
            text: '{"id":"7","templateTest":true,"data":"Data for ID: 7"}',
          },
        ],
      },
    ],
    ['prompts', 'prompts/list', {}, { ...forAll, prompts: prompts.list() }],
    [
      'a prompt',
      'prompts/get',
      { name: 'test_prompt_with_arguments', arguments: { arg1: 'a', arg2: 'b' } },
      {
        messages: [
          { role: 'user', content: { type: 'text', text: "Prompt with arguments: arg1='a', arg2='b'" } },
        ],
      },
    ],
    [
      'a prompt with a resource in it',
      'prompts/get',
      { name: 'test_prompt_with_embedded_resource', arguments: { resourceUri: 'test://x' } },
      {
        messages: [
          { role: 'user', content: { type: 'resource', resource: { uri: 'test://x' } } },
          { content: { type: 'text' } },
        ],
      },
    ],
    [
      'a prompt with an image in it',
      'prompts/get',
      { name: 'test_prompt_with_image' },
      { messages: [{ role: 'user', content: { type: 'image', mimeType: 'image/png' } }, {}] },
    ],
    [
      'a tool with an image',
      'tools/call',
      { name: 'test_image_content' },
      { isError: false, content: [{ type: 'image', mimeType: 'image/png' }] },
    ],
    [
      'a tool with sound',
      'tools/call',
      { name: 'test_audio_content' },
      { isError: false, content: [{ type: 'audio', mimeType: 'audio/wav' }] },
    ],
    [
      'a tool with everything',
      'tools/call',
      { name: 'test_multiple_content_types' },
      {
        content: [
          { type: 'text', text: 'Multiple content types test:' },
          { type: 'image' },
          { type: 'resource', resource: { uri: 'test://mixed-content-resource' } },
        ],
      },
    ],
  ])('answers with %s', async (_, method, params, result) => {
    expect(await ask(wide, method, params)).toMatchObject({ status: 200, body: { id: 1, result } });
  });

  test.each<[string, string, Params, object]>([
    [
      'a resource that is not there',
      'resources/read',
      { uri: 'test://nowhere' },
      {
        error: {
          code: noResource,
          message: expect.stringMatching(/Resource not found: test:\/\/nowhere$/),
          data: { uri: 'test://nowhere' },
        },
      },
    ],
    ['an unknown prompt', 'prompts/get', { name: 'x' }, refused(/Unknown prompt: x$/)],
    [
      'a prompt without its arguments',
      'prompts/get',
      { name: 'test_prompt_with_arguments', arguments: { arg1: 'a' } },
      refused(/Missing argument: arg2$/),
    ],
    [
      'a completion for an unknown prompt',
      'completion/complete',
      { ref: { type: 'ref/prompt', name: 'x' }, argument: { name: 'arg1', value: '' } },
      refused(/Nothing to complete: x$/),
    ],
  ])('refuses %s', async (_, method, params, expected) => {
    expect(await ask(wide, method, params)).toMatchObject({ status: 200, body: { id: 1, ...expected } });
  });

  test.each<[string, Params]>([
    ['resources/read', { uri: 'test://static-text' }],
    ['prompts/get', { name: 'test_simple_prompt' }],
    ['completion/complete', { ref: { type: 'ref/prompt', name: 'x' }, argument: { name: 'a', value: '' } }],
  ])('an error of %s goes out in its own words, and nothing else of it', async (method, params) => {
    const fail = () =>
      Promise.reject(new ToolError('forbidden', 'forbidden: not for you.', { cause: new Error('inner') }));
    const failing: Handlers = {
      ...toolsOnly,
      resources: { ...resources, read: fail },
      prompts: { ...prompts, get: fail },
      complete: fail,
    };
    const { body } = await ask(failing, method, params);
    expect(Object(body).error).toEqual({ code: -32603, message: 'forbidden: not for you.' });
  });

  const argument = (name: string, value: string) => ({
    ref: { type: 'ref/prompt', name: 'test_prompt_with_arguments' },
    argument: { name, value },
  });
  const hundred = Array.from({ length: 100 }, (_, at) => String(at));

  test.each<[string, Params, object]>([
    ['no more than a hundred values', argument('arg1', ''), { values: hundred, total: 150, hasMore: true }],
    ['all that fit', argument('arg1', '14'), { values: expect.any(Array), total: 11, hasMore: false }],
    ['nothing that fits', argument('arg1', 'z'), { values: [], total: 0, hasMore: false }],
    [
      'the other arguments known',
      { ...argument('arg2', ''), context: { arguments: { arg1: '42' } } },
      { values: ['42'], total: 1, hasMore: false },
    ],
    [
      'a total of its own',
      {
        ref: { type: 'ref/resource', uri: 'test://template/{id}/data' },
        argument: { name: 'id', value: '' },
      },
      { values: ['123'], total: 1000, hasMore: true },
    ],
  ])('completes with %s', async (_, params, completion) => {
    const { body } = await ask(wide, 'completion/complete', params);
    expect(Object(body).result.completion).toEqual(completion);
  });

  test('each of them learns when the client disconnects, and reports progress to a client that sent a token', async () => {
    const seen: CallContext[] = [];
    const handlers: Handlers = {
      ...toolsOnly,
      resources: {
        ...resources,
        async read(uri, context) {
          seen.push(context);
          return resources.read(uri, context);
        },
      },
      prompts: {
        ...prompts,
        async get(name, given, context) {
          seen.push(context);
          return prompts.get(name, given, context);
        },
      },
      async complete(ref, argument, context) {
        seen.push(context);
        return complete(ref, argument, context);
      },
    };
    const uri = 'test://static-text';
    await ask(handlers, 'resources/read', { uri });
    await ask(handlers, 'prompts/get', { name: 'test_simple_prompt' });
    await ask(handlers, 'completion/complete', argument('arg1', ''));
    expect(seen).toEqual(Array(3).fill({ signal: expect.any(AbortSignal) }));
    const { body } = await ask(handlers, 'resources/read', { uri, _meta: meta('token') });
    expect(body).toMatchObject([
      {
        method: 'notifications/progress',
        params: { progressToken: 'token', progress: 1, message: 'looking' },
      },
      { id: 1, result: { contents: [{ uri }] } },
    ]);
  });
});
