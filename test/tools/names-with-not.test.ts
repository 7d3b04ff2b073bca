import { expect, test } from 'vitest';
import { openGivenAccount } from './given-account.ts';

const sources = ['Not sure', 'Notable', 'Not yet known', 'Sure', 'Not', 'No', 'Web', 'Not a web lead'];

/** A text, and the ids of the sources that are searched by it, which are their places in the list. */
const wanted = (some: (name: string) => boolean) =>
  sources.flatMap((name, at) => (some(name) ? [at + 1] : []));
const only = (name: string) => wanted((one) => one === name);
const allBut = (name: string) => [-2, ...wanted((one) => one !== name)];

test.each<[string, readonly number[]]>([
  ['Not sure', only('Not sure')],
  ['not sure', only('Not sure')],
  ['not Not sure', allBut('Not sure')],
  ['NOT not sure', allBut('Not sure')],
  ['not Not yet known', allBut('Not yet known')],
  ['not Not a web lead', allBut('Not a web lead')],
  ['not Not', allBut('Not')],
  ['not No', allBut('No')],
  ['not Web', allBut('Web')],
  ['not Notable', allBut('Notable')],
  ['not yet', only('Not yet known')],
  ['not yet known', only('Not yet known')],
  ['!Not sure', allBut('Not sure')],
  ['!Sure', allBut('Sure')],
])('a source called %s: what is excluded is never what is searched', async (value, ids) => {
  const account = await openGivenAccount({
    'GET /customer_sources': () => sources.map((name, at) => ({ id: at + 1, name })),
    'POST /opportunities/search': () => [],
  });
  await account.call('search_opportunities', { filters: [{ name: 'source', value }] });
  const [body] = account.bodies('/opportunities/search');
  expect(body?.customer_source_ids).toEqual(ids);
});
