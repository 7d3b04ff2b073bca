import { expect, test } from 'vitest';
import type { World } from '../../src/sandbox/sandbox.ts';
import { column } from './shown.ts';
import { openTestClient } from './test-client.ts';

interface ListCase {
  readonly tool: string;
  readonly question: string;
  /** Where the second call begins, and the first line of its answer. */
  readonly offset: number;
  readonly head: string;
  /** The names that the account has, in order. */
  readonly names: (world: World) => readonly string[];
}

const namesOf = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name);

const lists: readonly ListCase[] = [
  {
    tool: 'list_contact_types',
    question: 'what kinds of contacts do we tell apart?',
    offset: 2,
    head: 'contact types 3-5 of 5',
    names: ({ contactTypes }) => namesOf(contactTypes),
  },
  {
    tool: 'list_custom_activity_types',
    question: 'which activity types did we make?',
    offset: 4,
    head: 'custom activity types 5-6 of 6',
    names: ({ customActivityTypes }) => namesOf(customActivityTypes),
  },
  {
    tool: 'list_customer_sources',
    question: 'where do our leads come from?',
    offset: 4,
    head: 'sources 5-6 of 6',
    names: ({ customerSources }) => namesOf(customerSources),
  },
  {
    tool: 'list_lead_statuses',
    question: 'what can the status of a lead be?',
    offset: 3,
    head: 'lead statuses 4-4 of 4',
    names: ({ leadStatuses }) => namesOf(leadStatuses),
  },
  {
    tool: 'list_loss_reasons',
    question: 'why do we lose deals?',
    offset: 3,
    head: 'loss reasons 4-6 of 6',
    names: ({ lossReasons }) => namesOf(lossReasons),
  },
  {
    tool: 'list_pipelines',
    question: 'how do our deals move?',
    offset: 1,
    head: 'pipelines 2-3 of 3',
    names: ({ pipelines }) => namesOf(pipelines),
  },
  {
    tool: 'list_pipeline_stages',
    question: 'which stages does each pipeline have?',
    offset: 10,
    head: 'stages 11-11 of 11',
    names: ({ pipelines }) => pipelines.flatMap(({ stages }) => namesOf(stages)),
  },
  {
    tool: 'list_activity_types',
    question: 'what can happen with a record?',
    offset: 4,
    head: 'activity types 5-9 of 9',
    names: ({ activityTypes }) => namesOf(activityTypes),
  },
];

const client = await openTestClient();

/** After this many milliseconds no list is cached, so that each answer shows all its requests. */
const cacheExpired = 600_001;

for (const { tool, question } of lists) {
  test(question, async () => {
    await client.pass(cacheExpired);
    const { requests, text } = await client.call(tool);
    expect({ requests, text }).toMatchSnapshot();
  });
}

test.each(lists)('$tool continues at an offset', async ({ tool, offset, head, names }) => {
  const table = await client.table(tool, { offset });
  expect({ head: table.head, names: column(table, 'name') }).toEqual({
    head,
    names: names(client.world).slice(offset),
  });
});

test.each(lists)('$tool takes no other argument', async ({ tool }) => {
  expect(await client.error(tool, { limit: 1 })).toBe(
    `invalid_input: There is no argument "limit". Arguments of ${tool}: offset.`,
  );
});

test('list_activity_types reads the flat form of the contract as well', async () => {
  const flat = await openTestClient({ sandbox: { activityTypes: 'flat' } });
  expect((await flat.call('list_activity_types')).text).toBe((await client.call('list_activity_types')).text);
});

test('list_activity_types says so past the end', async () => {
  expect((await client.call('list_activity_types', { offset: 9 })).text).toBe(
    'activity types: none from offset=9 on, 9 match',
  );
});

test('list_pipeline_stages names the pipeline of each stage', async () => {
  const table = await client.table('list_pipeline_stages');
  const pairs = column(table, 'name').map((name, at) => `${name} of ${column(table, 'pipeline')[at]}`);
  expect(pairs).toEqual(
    client.world.pipelines.flatMap(({ name, stages }) => stages.map((stage) => `${stage.name} of ${name}`)),
  );
  const last = await client.table('list_pipeline_stages', { offset: 10 });
  expect(last.rows).toEqual([['987813', 'Live', 'Onboarding']]);
});
