import { expect, test } from 'vitest';
import { createFairQueue } from '../../../src/copper/rate-limit/scheduler.ts';

const item = (name: string) => ({
  name,
  caller: name.slice(0, 1).toLowerCase(),
  priority: name.startsWith('s') ? ('background' as const) : ('interactive' as const),
});

/** `+a1` adds, `-a1` removes, `>` lets the first one start. Returns the names in the order they started. */
function run(script: string): string {
  const queue = createFairQueue<ReturnType<typeof item>>();
  const items = new Map<string, ReturnType<typeof item>>();
  const started: string[] = [];
  for (const word of script.split(' ')) {
    const name = word.slice(1);
    if (word.startsWith('+')) queue.add(items.set(name, item(name)).get(name) ?? item(name));
    if (word.startsWith('-')) queue.remove(items.get(name) ?? item(name));
    if (word === '>') started.push(queue.shift()?.name ?? 'nobody');
  }
  return started.join(' ');
}

test.each([
  ['one caller: order of arrival', '+a1 +a2 +a3 > > > >', 'a1 a2 a3 nobody'],
  ['callers take turns', '+a1 +a2 +a3 +b1 +b2 > > > > >', 'a1 b1 a2 b2 a3'],
  ['a newcomer does not catch up on the past', '+a1 +a2 +a3 > > +b1 +b2 > > >', 'a1 a2 b1 a3 b2'],
  ['who was just served waits for the others', '+a1 +b1 +b2 > +a2 > > >', 'a1 b1 b2 a2'],
  ['calls before background requests', '+s1 +s2 +a1 > +a2 > > >', 'a1 a2 s1 s2'],
  ['who leaves is no longer in line', '+a1 +a2 +b1 -a1 -a1 > > >', 'b1 a2 nobody'],
  ['who leaves pays nothing', '+c1 +a1 +a2 +a3 -a1 -a2 -a3 +a4 +b1 +b2 > > > >', 'c1 a4 b1 b2'],
  ['past rounds are not held against anyone', '+a1 +b1 +b2 +b3 +b4 > > > +a2 > > >', 'a1 b1 b2 a2 b3 b4'],
  ['an empty line forgets whose turn it was', '+a1 +b1 > > +a2 +c1 > >', 'a1 b1 a2 c1'],
  ['an idle line forgets', '+a1 > +a2 +b1 > >', 'a1 a2 b1'],
])('%s', (_, script, order) => {
  expect(run(script)).toBe(order);
});
