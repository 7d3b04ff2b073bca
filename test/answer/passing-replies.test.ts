import { expect, test } from 'vitest';
import { openTestClient } from '../tools/test-client.ts';

/** What a lookup is answered with once, as a success; the next time it is answered rightly. */
let once: string | undefined;
const client = await openTestClient({
  wrap: (send) => async (request) => {
    const isLookup = /custom_field_definitions|users\/search|pipelines$/.test(request.url);
    if (!isLookup || once === undefined) return send(request);
    const text = once;
    once = undefined;
    return new Response(text, { headers: { 'content-type': 'application/json' } });
  },
});

const lookups = [
  [
    'search_people',
    { fields: ['id', 'Interests'], filters: [{ name: 'Interests', value: 'any' }], limit: 3 },
  ],
  ['search_tasks', { owner: 'Jane Park', limit: 3 }],
  ['search_opportunities', { stage: ['Proposal'], limit: 3 }],
] as const;
const replies = [
  '[null]',
  '[{}]',
  '[""]',
  '[{"id":null}]',
  '[{},{}]',
  '{"data":[null]}',
  '{"data":[{}],"total":1}',
  '{}',
  'null',
  '42',
  '{"error":"none"}',
];

test.each(lookups.flatMap(([tool, input]) => replies.map((reply) => [tool, reply, input] as const)))(
  'a lookup of %s that was once answered %s is asked for again',
  async (tool, reply, input) => {
    await client.pass(3_600_000);
    once = reply;
    await client.call(tool, input);
    expect(once).toBeUndefined();
    const { text, isError } = await client.call(tool, input);
    expect([isError, text]).toEqual([false, expect.stringMatching(/ 1-3 of /)]);
  },
);

/** A search is asked again within the same call, as after an empty reply. */
test.each(['null', 'true', '42', '"Too busy"', '', '<html></html>'])(
  'a search that is once answered %s is asked for again at once',
  async (reply) => {
    let left = 1;
    const { call } = await openTestClient({
      wrap: (send) => async (request) => {
        if (!request.url.endsWith('/people/search') || left-- < 1) return send(request);
        return new Response(reply, { headers: { 'content-type': 'application/json' } });
      },
    });
    const { text, isError } = await call('search_people', { limit: 3, fields: ['id'] });
    expect([isError, text]).toEqual([false, expect.stringMatching(/ 1-3 of /)]);
    expect(left).toBe(-1);
  },
);

test('a record that is answered null is not there, and not asked for again', async () => {
  let requests = 0;
  const { call } = await openTestClient({
    wrap: (send) => async (request) => {
      if (!/opportunities\/5(?:\?|$)/.test(request.url)) return send(request);
      requests++;
      return new Response('null', { headers: { 'content-type': 'application/json' } });
    },
  });
  expect((await call('get_opportunity', { id: 5 })).text).toMatch(/^not_found: /);
  expect(requests).toBe(1);
});
