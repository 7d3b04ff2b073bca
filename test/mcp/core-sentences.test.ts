import { expect, test } from 'vitest';
import { published } from '../../src/published.ts';
import { startHarness } from '../harness.ts';

/** Calls that fail or find nothing, or too much. */
const calls: readonly [string, Record<string, unknown>][] = [
  ['brief', { about: 'Zaphod at Northwind Biotech' }],
  ['brief', { about: 'Nobody Xyz' }],
  ['brief', { about: 'nobody@nowhere.test' }],
  ['brief', { about: 'person 77' }],
  ['brief', { about: 'company 77' }],
  ['brief', { about: 'opportunity 77' }],
  ['brief', { about: 'lead 77' }],
  ['brief', { about: 'a' }],
  ['brief', { about: '+1 555 0199' }],
  ['brief', { about: 'Globex' }],
  ['brief', { about: 'Dunder Mifflin' }],
  ['find', { text: 'zzzzqqq' }],
  ['find', { text: 'zz@zz.test' }],
  ['find', { text: '+4912345678' }],
  ['find', { text: 'an' }],
  ['find', { text: 'a' }],
  ['search_opportunities', { owner: ['zz'] }],
  ['search_opportunities', { fields: ['zzz'] }],
  ['search_opportunities', { filters: [{ name: 'zzz', value: '1' }] }],
  ['search_opportunities', { sort: 'zzz' }],
  ['search_opportunities', { company: ['zzzz'] }],
  ['search_tasks', { owner: ['zz'], related: 'zz' }],
  ['summarize', { what: 'people', by: ['zzz'] }],
  ['list_tags', { filters: [] }],
];

test.each(['core', 'brief,find', 'find', 'reports', '-search_people,-search_companies'])(
  'with --tools %s no answer names a tool that is not offered, and none is empty',
  async (choice) => {
    const harness = await startHarness({ env: { COPPER_TOOLS: choice } });
    const offered = (await harness.client.listTools()).tools.map(({ name }) => name);
    const others = published.map(({ name }) => name).filter((name) => !offered.includes(name));
    const missing = others.filter((name) => name.includes('_'));
    for (const [tool, input] of calls.filter(([name]) => offered.includes(name))) {
      const { text } = await harness.call(tool, input);
      expect(
        missing.filter((name) => text.includes(name)),
        `${tool} ${JSON.stringify(input)}: ${text}`,
      ).toEqual([]);
      expect(text.length, text).toBeGreaterThan(25);
    }
    await harness.close();
  },
);
