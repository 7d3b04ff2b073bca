import { expect, test } from 'vitest';
import { published } from '../../src/published.ts';
import { startHarness } from '../harness.ts';
import { turning } from '../turning.ts';

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
  ['search_people', { name: 'zzzz' }],
  ['search_people', { emails: 'no@body.test' }],
  ['search_people', { company: 'Nobody & Sons' }],
  ['search_people', { tags: 'no such tag' }],
  ['search_people', { filters: [{ name: 'zzz', value: '1' }], limit: 5_000 }],
  ['search_companies', { name: 'zzzz' }],
  ['search_companies', { owner: 'Zorro', contact_type: 'zz' }],
  ['search_companies', { sort: 'zz yy' }],
  ['search_leads', { name: 'zzzz' }],
  ['search_leads', { status: 'zz', source: 'zz' }],
  ['search_leads', { filters: [{ name: 'converted', value: 'zz' }] }],
  ['search_tasks', { related: 'company Nobody & Sons' }],
  ['search_tasks', { fields: ['+zz'] }],
  ['search_activities', { on: 'company Nobody & Sons' }],
  ['search_activities', { type: 'zz', who: 'zz' }],
  ['search_opportunities', { stage: 'zz', pipeline: 'zz' }],
  ['search_opportunities', { name: 'jane@x.test' }],
  ['summarize', { what: 'opportunities', by: 'zz', measure: 'sum zz' }],
  ['summarize', { what: 'leads', filters: [{ name: 'zz', value: 'zz' }] }],
  ['deals_needing_attention', { stage: 'zz' }],
  ['deals_needing_attention', { filters: [{ name: 'zz', value: 'zz' }] }],
  ['pipeline_changes', { during: 'zz' }],
  ['pipeline_changes', { owner: 'zz', pipeline: 'zz' }],
  ['list_field_layout_by_entity_type', { type: 'opportunities' }],
  ['list_users', { name: 'zzzz' }],
];

/** A prefix in front of a tool's name shows where a text means the tool, also where its name is a word. */
const prefix = 'crm_';

test.each(['core', 'brief,find', 'find', 'reports', '-search_people,-search_companies'])(
  'with --tools %s no text names a tool that is not offered, and no answer is empty',
  async (choice) => {
    const harness = await startHarness({ env: { COPPER_TOOLS: choice, COPPER_TOOL_PREFIX: prefix } });
    const { tools } = await harness.client.listTools();
    const offered = tools.map(({ name }) => name);
    const named = (text: string) => [...text.matchAll(/\bcrm_[a-z_]+/g)].map(([name]) => name);
    const notOffered = published.map(({ name }) => name).filter((name) => !offered.includes(prefix + name));
    const check = (text: string, from: string) => {
      expect(
        named(text).filter((name) => !offered.includes(name)),
        `${from}: ${text}`,
      ).toEqual([]);
      // needing_attention stands in deals_needing_attention, too.
      const words = new Set(text.match(/[a-z_]+/g));
      const bare = notOffered.filter((name) => name.includes('_') && words.has(name));
      expect(bare, `${from}: ${text}`).toEqual([]);
    };
    check(JSON.stringify(tools), 'the list');
    check(harness.client.getInstructions() ?? '', 'the instructions');
    for (const { name } of (await harness.client.listPrompts()).prompts) {
      const { messages } = await harness.client.getPrompt({ name, arguments: { company: 'x', owner: 'y' } });
      check(JSON.stringify(messages), name);
    }
    for (const [tool, input] of calls.filter(([name]) => offered.includes(prefix + name))) {
      const { text } = await turning(harness.call(prefix + tool, input), harness.clock);
      check(text, `${tool} ${JSON.stringify(input)}`);
      expect(text).toMatch(/^[^:\n]+(?:: [^\n]{8,}|\n)/);
    }
    await harness.close();
  },
);
