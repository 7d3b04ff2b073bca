import assert from 'node:assert/strict';
import { dayIn, headings } from '../tools/reports/today/truth.ts';
import type { Asking, Question } from './ask.ts';
import type { ParsedAnswer, Part } from './parsed-answer.ts';
import { dayOf, idsOf } from './truth.ts';

const dana = 137_658;
const jane = 'Jane Park';

/** The table of a section. */
function sectionOf(answer: ParsedAnswer, what: string): Part {
  const found = [answer, ...answer.parts].find(({ head }) => head.startsWith(what));
  assert.ok(found !== undefined, `no ${what} in ${answer.text}`);
  return found;
}

const sizeOf = (part: Part) => (/: none(?:;|$)/.test(part.head) ? 0 : part.total);

/** A section has as many as there are, and the first rows are among these. */
function holds(answer: ParsedAnswer, what: keyof typeof headings, truth: readonly string[]): void {
  const part = sectionOf(answer, headings[what]);
  assert.equal(sizeOf(part), truth.length);
  assert.ok(part.rows.every(({ id }) => id === undefined || truth.includes(id)));
}

/** The last line of an answer. */
const stampOf = ({ text }: ParsedAnswer): string => /\nas of (\S+)$/.exec(text)?.[1] ?? assert.fail(text);

const userCalled = ({ world }: Asking, name: string) =>
  world.users.find((user) => user.name === name)?.id ?? assert.fail(name);

/** Ten questions of a morning, and of somebody who comes back; numbered apart from the forty. */
export const dayQuestions: readonly Question[] = [
  {
    number: 1,
    asks: 'What is on my plate today?',
    async answer({ call, world, now }) {
      const answer = await call('today');
      const truth = dayIn(world, { user: dana, now });
      for (const what of Object.keys(headings) as (keyof typeof headings)[])
        if (what === 'logged' || what === 'others')
          assert.equal(sizeOf(sectionOf(answer, headings[what])), truth[what].length);
        else holds(answer, what, truth[what]);
    },
  },
  {
    number: 2,
    asks: 'Which of my tasks are overdue, with whom are they?',
    async answer({ call, world, now }) {
      const answer = await call('today', { limit: 20 });
      const { rows } = sectionOf(answer, 'overdue tasks');
      holds(answer, 'overdue tasks', dayIn(world, { user: dana, now })['overdue tasks']);
      for (const { id, related = '' } of rows) {
        const about = world.tasks.find((task) => task.id === Number(id))?.related_resource;
        if (about?.type === 'person')
          assert.equal(
            related,
            `${world.people.find((one) => one.id === about.id)?.name} (person ${about.id})`,
          );
      }
    },
  },
  {
    number: 3,
    asks: `What does ${jane} have to do today?`,
    async answer(asking) {
      const answer = await asking.call('today', { owner: jane });
      const user = userCalled(asking, jane);
      holds(answer, 'tasks due today', dayIn(asking.world, { user, now: asking.now })['tasks due today']);
    },
  },
  {
    number: 4,
    asks: 'Which of my deals should close this week?',
    async answer({ call, world, now }) {
      const answer = await call('today', { limit: 50 });
      const truth = dayIn(world, { user: dana, now })['deals closing this week'];
      const { rows } = sectionOf(answer, 'deals closing this week');
      assert.deepEqual(rows.map(({ id }) => id).sort(), truth);
      const days = rows.map(({ closes }) => closes ?? '');
      assert.deepEqual(days, [...days].sort());
    },
  },
  {
    number: 5,
    asks: 'Which of my deals have gone quiet, the largest first?',
    async answer({ call, world, now }) {
      const answer = await call('today');
      const truth = dayIn(world, { user: dana, now })['deals without contact for 14 days'];
      holds(answer, 'deals without contact for 14 days', truth);
      const worth = (id: string) =>
        world.opportunities.find((deal) => deal.id === Number(id))?.converted_value ?? -1;
      const largest = truth
        .map(worth)
        .sort((a, b) => b - a)
        .slice(0, 5);
      const { rows } = sectionOf(answer, 'deals without contact');
      assert.deepEqual(
        rows.map(({ id = '' }) => worth(id)),
        largest,
      );
    },
  },
  {
    number: 6,
    asks: 'What did the others do on my records since Friday?',
    async answer({ call, world, now }) {
      const answer = await call('today', { since: '2026-11-20' });
      const { rows } = sectionOf(answer, headings.others);
      assert.ok(
        rows.length > 0 && rows.every(({ who, date = '' }) => who !== 'Dana Li' && date >= '2026-11-20'),
      );
      assert.equal(
        sizeOf(sectionOf(answer, headings.others)),
        dayIn(world, { user: dana, now }).others.length,
      );
    },
  },
  {
    number: 7,
    asks: 'Which meetings do I have tomorrow?',
    async answer({ call }) {
      const { notes, text } = await call('today');
      assert.ok(
        notes.some((note) => note.includes('not calendars: there may be meetings and calls to come')),
      );
      assert.ok(!text.includes('meetings and calls ahead'));
    },
  },
  {
    number: 8,
    asks: 'What is new since I last asked?',
    async answer({ call, world, now }) {
      const earlier = '2026-11-23T09:30';
      const since = Date.parse(`${earlier}-08:00`) / 1000;
      const answer = await call('today', { since: earlier });
      const truth = dayIn(world, { user: dana, now, since });
      assert.equal(sizeOf(sectionOf(answer, headings.logged)), truth.logged.length);
      assert.equal(sizeOf(sectionOf(answer, headings.others)), truth.others.length);
      const again = await call('today', { since: stampOf(answer) });
      assert.equal(sizeOf(sectionOf(again, headings.logged)), 0);
    },
  },
  {
    number: 9,
    asks: 'What changed in the pipeline since my last briefing?',
    async answer({ call, world, now }) {
      const since = Date.parse('2026-11-22T17:00:00-08:00') / 1000;
      const answer = await call('pipeline_changes', {
        since: 'as of 2026-11-22T17:00',
        changes: ['won'],
        limit: 100,
      });
      const won = world.activities.filter(
        ({ parent, new_value: to, activity_date: at }) =>
          parent.type === 'opportunity' &&
          to === 'Won' &&
          at >= since &&
          at < now &&
          world.opportunities.some((deal) => deal.id === parent.id && deal.pipeline_is_revenue),
      );
      assert.ok(won.length > 0);
      assert.deepEqual(
        answer.rows.map(({ id }) => Number(id)).sort(),
        won.map(({ parent }) => parent.id).sort(),
      );
    },
  },
  {
    number: 10,
    asks: 'Which calls were logged since noon yesterday?',
    async answer({ call, world, now }) {
      const since = Date.parse('2026-11-22T12:00:00-08:00') / 1000;
      const answer = await call('search_activities', {
        type: 'Phone Call',
        since: '2026-11-22T12:00',
        limit: 200,
      });
      const calls = world.activities.filter(
        ({ type, activity_date: at }) =>
          type.category === 'user' && type.id === 190_711 && at >= since && at < now,
      );
      assert.ok(calls.length > 0);
      assert.equal(answer.total, calls.length);
      assert.ok(answer.rows.every(({ date = '' }) => date.slice(0, 10) >= dayOf(since)));
      assert.ok(idsOf(calls).length === calls.length);
    },
  },
];
