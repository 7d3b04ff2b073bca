import { expect, test } from 'vitest';
import { openDoor } from './door.ts';
import { column } from './shown.ts';

const door = await openDoor();

test('which stages does each pipeline have?', async () => {
  const { requests, text } = await door.call('list_pipeline_stages');
  expect({ requests, text }).toMatchSnapshot();
});

test('names the pipeline of each stage', async () => {
  const table = await door.table('list_pipeline_stages');
  const pairs = column(table, 'name').map((name, at) => `${name} of ${column(table, 'pipeline')[at]}`);
  expect(pairs).toEqual(
    door.world.pipelines.flatMap(({ name, stages }) => stages.map((stage) => `${stage.name} of ${name}`)),
  );
});

test('goes on from an offset', async () => {
  const { head, rows } = await door.table('list_pipeline_stages', { offset: 10 });
  expect({ head, rows }).toEqual({ head: 'stages 11-11 of 11', rows: [['987813', 'Live', 'Onboarding']] });
});
