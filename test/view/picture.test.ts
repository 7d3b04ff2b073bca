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
