import assert from 'node:assert/strict';
import {
  type Counted,
  chanceOf,
  countedDeals,
  figuresBy,
  figuresOf,
  inDollars,
  wrongIn,
} from '../tools/reports/forecast/truth.ts';
import type { Asking, Question } from './ask.ts';
import type { ParsedAnswer } from './parsed-answer.ts';

const quarter = { from: '2026-10-01', to: '2026-12-31' };
const dana = 137_658;

const right = (wrong: readonly string[]) => assert.deepEqual(wrong, []);

const rowOf = ({ rows }: ParsedAnswer, by: string, name: string) => {
  const found = rows.find((row) => row[by] === name);
  assert.ok(found !== undefined, `no row of ${name}`);
  return found;
};

const near = (told: string | undefined, value: number) =>
  assert.ok(Math.abs(Number(told) - value) < 0.011, `${told}, not ${value}`);

const ofDana = (world: Asking['world']) =>
  countedDeals(world, quarter).filter(({ deal }) => deal.assignee_id === dana);

const isOpen = ({ isWon }: Counted) => !isWon;

/** What people ask about the number that they have to make. */
export const forecasts: readonly Question[] = [
  {
    number: 1,
    asks: 'Will we hit our 9 million this quarter?',
    async answer({ call, world }) {
      const { rows } = await call('forecast', { target: '9m USD' });
      const truth = figuresOf(world, countedDeals(world, quarter));
      right(wrongIn(rows[0], truth));
      near(rows[0]?.gap, 9_000_000 - truth.won);
      near(rows[0]?.coverage, Math.round((100 * truth.open) / (9_000_000 - truth.won)) / 100);
    },
  },
  {
    number: 2,
    asks: 'How far is each rep from a quota of 500k?',
    async answer({ call, world }) {
      const quotas = world.users.map(({ name }) => `${name}: 500k USD`);
      const answer = await call('forecast', { by: 'owner', target: quotas });
      const truth = figuresBy(world, 'owner', countedDeals(world, quarter));
      for (const { name } of world.users)
        near(rowOf(answer, 'owner', name).gap, 500_000 - (truth.get(name)?.won ?? 0));
    },
  },
  {
    number: 3,
    asks: 'What have I won so far this quarter, and what can still come?',
    async answer({ call, world }) {
      const { rows } = await call('forecast', { owner: 'me' });
      right(wrongIn(rows[0], figuresOf(world, ofDana(world))));
    },
  },
  {
    number: 4,
    asks: 'What is our commit and best case for December?',
    async answer({ call, world }) {
      const { rows, notes } = await call('forecast', { during: '2026-12' });
      right(
        wrongIn(rows[0], figuresOf(world, countedDeals(world, { from: '2026-12-01', to: '2026-12-31' }))),
      );
      assert.ok(notes.some((note) => note.startsWith('commit: open deals with a win probability from 90 %')));
    },
  },
  {
    number: 5,
    asks: 'Do we have enough pipeline to make 6 million in Sales?',
    async answer({ call, world }) {
      const answer = await call('forecast', { pipeline: 'Sales', target: '6m USD' });
      const truth = figuresBy(world, 'pipeline', countedDeals(world, quarter)).get('Sales');
      assert.ok(truth !== undefined);
      near(answer.rows[0]?.coverage, Math.round((100 * truth.open) / (6_000_000 - truth.won)) / 100);
    },
  },
  {
    number: 6,
    asks: 'Which team is ahead this quarter?',
    async answer({ call, world }) {
      const answer = await call('forecast', { by: 'team' });
      const truth = figuresBy(world, 'team', countedDeals(world, quarter));
      for (const [team, figures] of truth) right(wrongIn(rowOf(answer, 'team', team), figures));
    },
  },
  {
    number: 7,
    asks: 'How does the quarter look month by month?',
    async answer({ call, world }) {
      const answer = await call('forecast', { by: 'month' });
      const truth = figuresBy(world, 'month', countedDeals(world, quarter));
      assert.equal(truth.size, 3);
      for (const [month, figures] of truth) right(wrongIn(rowOf(answer, 'month', month), figures));
    },
  },
  {
    number: 8,
    asks: 'What did we expect of last quarter that is still open?',
    async answer({ call, world }) {
      const { rows, notes } = await call('forecast', { during: 'last-quarter' });
      const deals = countedDeals(world, { from: '2026-07-01', to: '2026-09-30' });
      right(wrongIn(rows[0], figuresOf(world, deals)));
      const open = deals.filter(isOpen).length;
      assert.equal(
        notes.some((note) => note.includes('overdue')),
        open > 0,
      );
    },
  },
  {
    number: 9,
    asks: 'How much of this quarter hangs on Negotiation in Sales, weighted?',
    async answer({ call, world }) {
      const { rows } = await call('forecast', { pipeline: 'Sales', filters: ['stage: Negotiation'] });
      const stage = world.pipelines
        .find(({ name }) => name === 'Sales')
        ?.stages.find(({ name }) => name === 'Negotiation');
      const deals = countedDeals(world, quarter).filter(
        ({ deal }) => deal.pipeline_stage_id === stage?.id && deal.status === 'Open',
      );
      const weighted = deals.reduce(
        (sum, { deal }) => sum + (inDollars(deal) * (chanceOf(world, deal) ?? 0)) / 100,
        0,
      );
      assert.ok(deals.length > 5);
      near(rows[0]?.weighted, weighted);
    },
  },
  {
    number: 10,
    asks: 'What does next quarter look like so far?',
    async answer({ call, world }) {
      const { rows } = await call('forecast', { during: 'next-quarter', by: 'pipeline' });
      const deals = countedDeals(world, { from: '2027-01-01', to: '2027-03-31' });
      assert.ok(deals.every(isOpen));
      right(wrongIn(rows.at(-1), figuresOf(world, deals)));
    },
  },
];
