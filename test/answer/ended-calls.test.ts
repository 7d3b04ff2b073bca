import { expect, test } from 'vitest';
import type { OutgoingRequest } from '../../src/tool/fetch-copper.ts';
import { openTestClient } from '../tools/test-client.ts';

/** Requests that are under way to a Copper that answers some of them at once and the others never. */
const underWay = new Set<OutgoingRequest>();
let answered = 0;
const client = await openTestClient({
  env: { COPPER_TIMEOUT_MS: '5000', COPPER_REPORT_TIMEOUT_MS: '5000' },
  wrap: (send) => async (request) => {
    answered--;
    if (answered >= 0) return send(request);
    if (answered === -1)
      return Response.json({ success: false, status: 422, message: 'no' }, { status: 422 });
    underWay.add(request);
    return new Promise((_, reject) => {
      request.signal.addEventListener('abort', () => {
        underWay.delete(request);
        reject(request.signal.reason);
      });
    });
  },
});

const calls: readonly (readonly [string, object])[] = [
  ['search_people', { limit: 3 }],
  ['search_opportunities', { owner: 'me', stage: ['Proposal'], company: 'Dunder Mifflin' }],
  ['search_tasks', { limit: 5 }],
  ['find', { text: 'Maple' }],
  ['brief', { about: 'Dunder Mifflin' }],
  ['summarize', { what: 'people', by: ['owner'], filters: [{ name: 'Background', value: 'any' }] }],
];

test.each(calls.flatMap(([tool, input]) => [0, 1, 2, 3].map((after) => [tool, after, input] as const)))(
  'a call of %s that ends after %i answers leaves no request under way',
  async (tool, after, input) => {
    await client.pass(3_600_000);
    answered = after;
    await client.call(tool, { ...input });
    expect([...underWay].map(({ url }) => url)).toEqual([]);
  },
);
