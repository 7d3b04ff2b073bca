import { describe, expect, test } from 'vitest';
import type { ViewCell, ViewColumn, ViewTable } from '../../src/tool/view-data.ts';
import { picturesOf, scaleOf } from '../../src/view/picture.ts';
import { viewApp } from './view-app.ts';

const text = (name: string): ViewColumn => ({ name, kind: 'text' });
const number = (name: string, unit?: number): ViewColumn => ({
  name,
  kind: 'number',
  ...(unit === undefined ? {} : { unit }),
});
const table = (columns: ViewColumn[], rows: ViewCell[][], more: Partial<ViewTable> = {}): ViewTable => ({
  ...{ title: 'deals', head: 'deals', form: 'page', columns, rows },
  ...more,
});
const stage: ViewColumn = { name: 'stage', kind: 'stage' };
const currency: ViewColumn = { name: 'currency', kind: 'currency' };
const beside = (name: string, unit = 1): ViewColumn => ({ ...number(name, unit), together: 'beside' });
const part = (name: string): ViewColumn => ({ ...number(name), together: 'parts' });
const id: ViewColumn = { name: 'id', kind: 'id' };

describe('the picture follows from the columns', () => {
  test.each<[string, ViewTable, unknown]>([
    [
      'groups',
      table(
        [text('owner'), number('count')],
        [
          ['Ann', 1],
          ['Bob', null],
        ],
      ),
      { kind: 'bars', measure: 'count', labels: ['Ann', 'Bob'], series: [{ name: '', values: [1, null] }] },
    ],
    [
      'months',
      table(
        [text('month'), number('count')],
        [
          ['2026-10', 1],
          ['2026-11', 2],
          ['2026-12', 3],
        ],
      ),
      { kind: 'line', unit: '' },
    ],
    [
      'quarters, and their rest',
      table(
        [text('quarter'), number('count')],
        [
          ['2026-Q1', 1],
          ['2026-Q2', 2],
          ['2026-Q3', 2],
          ['(7 others)', 9],
        ],
      ),
      { kind: 'line', labels: ['2026-Q1', '2026-Q2', '2026-Q3'], left: ['(7 others): 9'] },
    ],
    [
      'two months',
      table(
        [text('month'), number('count')],
        [
          ['2026-10', 1],
          ['2026-11', 2],
        ],
      ),
      { kind: 'bars' },
    ],
    [
      'stages',
      table(
        [stage, number('count')],
        [
          ['New', 5],
          ['Won', 2],
        ],
      ),
      { kind: 'funnel' },
    ],
    [
      'stages of two pipelines',
      table(
        [stage, text('pipeline'), number('count')],
        [
          ['New', 'A', 5],
          ['New', 'B', 2],
        ],
      ),
      { kind: 'bars', labels: ['New · A', 'New · B'] },
    ],
    [
      'stages with less than nothing',
      table(
        [stage, number('sum value')],
        [
          ['New', -5],
          ['Won', 2],
        ],
      ),
      { kind: 'bars' },
    ],
    [
      'amounts of two currencies',
      table(
        [text('owner'), currency, number('sum value', 1)],
        [
          ['Ann', 'USD', 5],
          ['Ann', 'EUR', 4],
          ['Bob', 'USD', 1],
        ],
      ),
      {
        kind: 'apart',
        unit: '',
        series: [
          { name: 'USD', values: [5, 1] },
          { name: 'EUR', values: [4, null] },
        ],
      },
    ],
    [
      'amounts of one currency',
      table(
        [text('owner'), currency, number('sum value', 1)],
        [
          ['Ann', 'USD', 5],
          ['Bob', 'USD', 4],
        ],
      ),
      { kind: 'bars', unit: 'USD' },
    ],
    [
      'counts by currency',
      table(
        [text('owner'), text('currency'), number('count')],
        [
          ['Ann', 'USD', 5],
          ['Ann', 'EUR', 4],
          ['Bob', 'USD', 1],
        ],
      ),
      { kind: 'stacked', unit: '' },
    ],
    [
      'averages by currency',
      table(
        [text('owner'), text('currency'), number('average probability')],
        [
          ['Ann', 'USD', 5],
          ['Ann', 'EUR', 4],
          ['Bob', 'USD', 1],
        ],
      ),
      { kind: 'grouped', unit: '' },
    ],
    [
      'a column for each currency',
      table(
        [text('reason'), number('value', 2), currency, number('value_2', 4), { ...currency, name: 'c2' }],
        [
          ['late', 5, 'USD', 3, 'EUR'],
          ['silent', 2, 'USD', null, null],
        ],
      ),
      {
        kind: 'apart',
        measure: 'value',
        series: [
          { name: 'USD', values: [5, 2] },
          { name: 'EUR', values: [3, null] },
        ],
      },
    ],
    [
      'a cross table',
      table(
        [text('owner'), number('Open'), number('Won'), number('(total)')],
        [
          ['Ann', 1, 2, 3],
          ['Bob', 4, 0, 4],
        ],
      ),
      {
        kind: 'stacked',
        measure: 'count',
        series: [
          { name: 'Open', values: [1, 4] },
          { name: 'Won', values: [2, 0] },
        ],
      },
    ],
    [
      'two groups',
      table(
        [text('owner'), text('status'), number('count')],
        [
          ['Ann', 'Open', 1],
          ['Ann', 'Won', 2],
          ['Bob', 'Open', 3],
        ],
      ),
      {
        kind: 'stacked',
        labels: ['Ann', 'Bob'],
        series: [
          { name: 'Open', values: [1, 3] },
          { name: 'Won', values: [2, null] },
        ],
      },
    ],
    [
      'stages with what is said of each',
      table(
        [stage, number('entered'), number('percent'), text('interval')],
        [
          ['New', 5, 40, '12..77'],
          ['Won', 2, null, null],
        ],
      ),
      { kind: 'funnel', measure: 'entered' },
    ],
    [
      'owners by the stages of one pipeline',
      table(
        [text('owner'), stage, number('count')],
        [
          ['Ann', 'New', 5],
          ['Ann', 'Won', 2],
          ['Bob', 'New', 1],
        ],
      ),
      { kind: 'stacked', labels: ['Ann', 'Bob'] },
    ],
    [
      'amounts to compare: no series without a number, and the total in words',
      table(
        [text('owner'), currency, ...['target', 'won', 'commit'].map((name) => beside(name))],
        [
          ['Ann', 'USD', null, 5, 1],
          ['Bob', 'USD', null, 4, null],
        ],
        { totals: [['(total)', 'USD', 5000, 9, 1]] },
      ),
      {
        kind: 'grouped',
        measure: 'target, won, commit',
        unit: 'USD',
        series: [
          { name: 'won', values: [5, 4] },
          { name: 'commit', values: [1, null] },
        ],
        left: ['(total): target 5,000, won 9, commit 1'],
      },
    ],
    [
      'amounts to compare in two currencies: each alone',
      table(
        [text('owner'), currency, beside('won'), beside('commit')],
        [
          ['Ann', 'USD', 5, 1],
          ['Ann', 'EUR', 4, 1],
          ['Bob', 'USD', 3, 1],
        ],
      ),
      { kind: 'apart', measure: 'won' },
    ],
    [
      'amounts to compare of one record',
      table([currency, beside('target', 0), beside('won', 0)], [['EUR', 7, 5]], { form: 'one' }),
      { kind: 'bars', unit: 'EUR', labels: ['target', 'won'], series: [{ name: '', values: [7, 5] }] },
    ],
    [
      'parts of a sum',
      table(
        [text('problem'), part('people'), part('leads')],
        [
          ['no owner', 5, 1],
          ['no e-mail', 4, null],
        ],
      ),
      {
        kind: 'stacked',
        series: [
          { name: 'people', values: [5, 4] },
          { name: 'leads', values: [1, null] },
        ],
      },
    ],
  ])('%s', (_, given, expected) => {
    expect(picturesOf(given)[0]).toMatchObject(expected as object);
  });

  test.each<[string, ViewTable]>([
    [
      'records',
      table(
        [id, text('name'), number('value')],
        [
          [1, 'a', 2],
          [2, 'b', 3],
        ],
      ),
    ],
    [
      'rows with links',
      table(
        [text('name'), number('value')],
        [
          ['a', 2],
          ['b', 3],
        ],
        { links: ['https://a', null] },
      ),
    ],
    ['one group', table([text('owner'), number('count')], [['Ann', 1]])],
    ['no rows', table([text('owner'), number('count')], [])],
    [
      'no numbers',
      table(
        [text('owner'), text('team')],
        [
          ['Ann', 'A'],
          ['Bob', 'B'],
        ],
      ),
    ],
    [
      'numbers that are missing or text',
      table(
        [text('owner'), number('count')],
        [
          ['Ann', null],
          ['Bob', 'many'],
        ],
      ),
    ],
    [
      'a label twice',
      table(
        [text('owner'), number('count')],
        [
          ['Ann', 1],
          ['Ann', 2],
          ['Bob', 3],
        ],
      ),
    ],
    [
      'one record',
      table(
        [text('owner'), number('count')],
        [
          ['Ann', 1],
          ['Bob', 1],
        ],
        { form: 'one' },
      ),
    ],
    [
      'too many texts',
      table(
        [text('a'), text('b'), text('c'), number('count')],
        [
          ['1', '2', '3', 1],
          ['2', '3', '4', 1],
        ],
      ),
    ],
  ])('%s: none', (_, given) => {
    expect(picturesOf(given)).toEqual([]);
  });

  test('what was asked for comes before the count', () => {
    const given = table(
      [text('owner'), number('count'), number('sum hours')],
      [
        ['Ann', 1, 5],
        ['Bob', 2, 7],
      ],
    );
    expect(picturesOf(given).map(({ measure }) => measure)).toEqual(['sum hours', 'count']);
  });
});

test.each([
  [[1, 5, null], { min: 0, max: 5 }],
  [[-3, 5], { min: -3, max: 5 }],
  [[-3, -1], { min: -3, max: 0 }],
  [[0, null], { min: 0, max: 1 }],
])('the scale of %j has 0 in it', (values, expected) => {
  expect(scaleOf(values)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['by owner, with an amount', { by: 'owner', measure: 'sum value' }, ['apart', 'stacked']],
  ['by stage of one pipeline', { by: 'stage', pipeline: 'Sales' }, ['funnel']],
  ['by stage of all', { by: 'stage' }, ['bars']],
  ['by month', { by: 'closes month' }, ['line']],
  ['by owner and status', { by: ['owner', 'status'] }, ['stacked']],
])('summarize %s', async (_, input, expected) => {
  const { view } = await viewApp().call('summarize', { what: 'opportunities', ...input });
  const [first] = view?.tables ?? [];
  expect(first && picturesOf(first).map(({ kind }) => kind)).toEqual(expected);
});

test.each<[string, object, number, (string | undefined)[]]>([
  ['funnel', { pipeline: 'Sales' }, 0, ['funnel entered', 'stacked advanced, won, lost …', 'bars advanced']],
  ['funnel', { by: 'owner' }, 1, ['grouped deals', 'apart average_value', 'grouped win_rate_percent']],
  ['forecast', { by: 'owner' }, 0, ['grouped won, commit, best_case', 'bars won', 'bars won_deals']],
  ['forecast', { target: 5_000_000 }, 0, ['bars target, won, commit …']],
  ['hygiene', {}, 1, ['stacked people, companies, leads …', 'bars people', 'bars companies']],
])('the first pictures of %s %j, table %d', async (tool, input, at, expected) => {
  const { view } = await viewApp().call(tool, input);
  const table = view?.tables[at];
  const pictures = table === undefined ? [] : picturesOf(table);
  expect(pictures.slice(0, 3).map(({ kind, measure }) => `${kind} ${measure}`)).toEqual(expected);
});
