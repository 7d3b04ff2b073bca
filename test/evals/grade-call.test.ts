import { expect, test } from 'vitest';
import { gradeCall } from '../../scripts/evals/grade-call.ts';
import { call } from '../../scripts/evals/question.ts';

const table = {
  optimal: [
    call('search_tasks', { owner: /\bme\b/, due: /now/ }),
    call('summarize', { status: false }),
    call('search_opportunities', { 'stage since': /08-31/ }),
  ],
  acceptable: [call('search_tasks'), call('summarize')],
  forbidden: [call('search_tasks', { status: /completed/ })],
};

test.each([
  ['optimal', 'search_tasks', { owner: 'me', due: '..now' }],
  ['optimal', 'search_tasks', { owner: ['Me'], filters: ['Due: ..now'] }],
  [
    'optimal',
    'search_tasks',
    {
      filters: [
        { name: 'owner', value: 'me' },
        { name: 'due', max: 'now' },
      ],
    },
  ],
  ['optimal', 'search_tasks', { owner: 'me', filters: 'due: ..now' }],
  ['optimal', 'search_opportunities', { filters: ['stage since: ..2026-08-31'] }],
  ['optimal', 'summarize', { what: 'leads' }],
  ['acceptable', 'summarize', { status: 'Won' }],
  ['acceptable', 'search_tasks', { owner: 'some', due: '..now' }],
  ['acceptable', 'search_tasks', {}],
  ['acceptable', 'list_users', { name: 'x' }],
  ['forbidden', 'search_tasks', { owner: 'me', due: '..now', status: 'Completed' }],
  ['forbidden', 'search_people', {}],
  ['forbidden', 'search_opportunities', { filters: [7, null, {}, 'x', ':'] }],
  ['forbidden', 'no_such_tool', 'text'],
  ['forbidden', 'search_opportunities', null],
] as const)('%s: %s %j', (grade, tool, input) => {
  expect(gradeCall(table, tool, input)).toBe(grade);
});
