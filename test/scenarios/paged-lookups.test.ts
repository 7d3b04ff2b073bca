import { expect, test } from 'vitest';
import { startInTest } from '../start-in-test.ts';

test('a total that is never reached does not make us ask for ever', async () => {
  let asked = 0;
  const harness = await startInTest({
    wrap: (send) => async (request) => {
      if (!request.url.endsWith('/users/search')) return send(request);
      asked += 1;
      const user = { id: 159_258, name: 'Demo User', email: 'demo@example.com', groups: [] };
      return Response.json({ page_number: asked, total: 775, data: [user] });
    },
  });
  const { text, isError } = await harness.call('search_opportunities', { owner: 'Demo User', limit: 0 });
  expect(text).toMatch(/^opportunities: 0/);
  expect(isError).toBe(false);
  // The page, the one that shows whether pages hold no more than it, the first one at that length, and one that brings nothing new.
  expect(asked).toBe(4);
});

test('users beyond the first page are known, however small pages are', async () => {
  const { call, sandbox } = await startInTest({ sandbox: { pageSize: 5 } });
  expect((await call('get_user', { id: 'Fatima El Amrani' })).text).toContain('Fatima El Amrani');
  expect(sandbox.log.filter(({ path }) => path.endsWith('/users/search'))).toHaveLength(4);
});
