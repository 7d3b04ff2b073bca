import { expect, test } from 'vitest';
import type { JsonValue } from '../../src/tool/json.ts';
import { onReplies } from './given-replies.ts';

const key = 'k-1234567890-secret';

/** A failure that comes with a 200, and what is said of it. */
const failures: readonly (readonly [JsonValue, string])[] = [
  [{ error: 'Feature not enabled' }, ': "Feature not enabled"'],
  [{ success: false, message: 'Something broke' }, ': "Something broke"'],
  [{ error: { code: 'INTERNAL', message: 'No shard' } }, ': "No shard"'],
  [{ errors: ['Index is rebuilt'] }, ': "Index is rebuilt"'],
  [{ errors: [{ message: 'Index is rebuilt' }] }, ': "Index is rebuilt"'],
  [{ error: true, message: 'Maintenance' }, ': "Maintenance"'],
  [{ error: 'Half an answer', data: [] }, ': "Half an answer"'],
  [{ success: 'false', message: 'Strange' }, ': "Strange"'],
  [{ success: false, status: 200, message: 'Hm' }, ': "Hm"'],
  [
    { success: false, message: 'Say "yes". {list_users} lists all.' },
    ': "Say \\"yes\\". {list_users} lists all."',
  ],
  [{ success: false, message: `bad key ${key}` }, ': "bad key [hidden]"'],
  [{ success: false, message: '<b>No</b>' }, ' and no reason for it'],
  [{ success: false, message: { name: ['blank'] } }, ' and no reason for it'],
  [{ success: false }, ' and no reason for it'],
];

const calls: readonly (readonly [path: string, tool: string, input: Record<string, unknown>])[] = [
  ['/opportunities/search', 'search_opportunities', {}],
  ['/activities/search', 'search_activities', {}],
  ['/pipelines', 'list_pipelines', {}],
  ['/tags', 'list_tags', {}],
  ['/people/search', 'summarize', { what: 'people', by: 'owner' }],
];

test.each(failures.flatMap(([json, said]) => calls.map((call) => [json, said, ...call] as const)))(
  '%j in a 200 is quoted %s, %s, in one sentence with what to do',
  async (json, said, path, tool, input) => {
    const { call } = await onReplies({ [path]: { json } }, { COPPER_API_KEY: key });
    const { text, isError } = await call(tool, input);
    expect([isError, text]).toEqual([
      true,
      `unavailable: Copper answered with a failure in place of data${said} (tried 4 times). Try again later; if it continues, tell the user what Copper says.`,
    ]);
  },
);

test.each<[JsonValue, string]>([
  [
    { success: false, status: 500, message: 'Boom' },
    'unavailable: Copper returned 500: "Boom" (tried 4 times).',
  ],
  [{ success: false, status: 422, message: 'Bad' }, 'rejected: Copper rejected the request (422): "Bad".'],
  [{ status: 403, message: 'No leads' }, 'forbidden: Copper denied access (403): "No leads".'],
  [{ error: 'Gone', status: 404 }, 'not_found: '],
])('%j in a 200 counts as its status', async (json, begins) => {
  const { call } = await onReplies({ '/opportunities/search': { json } });
  const { text } = await call('search_opportunities');
  expect(text.slice(0, begins.length)).toBe(begins);
});
