import { expect, test } from 'vitest';
import { onReplies } from '../../answer/given-replies.ts';

const days = '2026-01-05..2026-02-01';

test.each<[string, string, string, string]>([
  ['search_opportunities', 'interaction_date', 'last_contact', days],
  ['search_opportunities', 'created_date', 'created', days],
  ['search_opportunities', 'monetary_value', 'value', '100..5000'],
  ['search_opportunities', 'close_date', 'closes', 'this-month'],
  ['search_opportunities', 'modified_date', 'modified', days],
  ['search_opportunities', 'interaction_count', 'interactions', '3..'],
  ['search_leads', 'created_date', 'created', '2026-01'],
  ['search_leads', 'interaction_date', 'last_contact', days],
  ['search_leads', 'modified_date', 'modified', days],
  ['search_people', 'interaction_date', 'last_contact', days],
  ['search_people', 'created_date', 'created', days],
  ['search_companies', 'interaction_count', 'interactions', '..9'],
  ['search_companies', 'created_date', 'created', days],
  ['search_tasks', 'due_date', 'due', days],
  ['search_tasks', 'created_date', 'created', days],
  ['search_tasks', 'completed_date', 'completed', days],
  ['search_activities', 'activity_date', 'date', days],
])('%s: the filter %s is the range %s, which Copper checks', async (tool, contract, ours, value) => {
  const path = `/${tool.replace('search_', '')}/search`;
  const { lines, sent } = await onReplies({ [path]: { rows: [] } });
  const text = (await lines(tool, { filters: [{ name: contract, value }] })).join('\n');
  await lines(tool, { filters: [{ name: ours, value }] });
  const [one, other] = sent(path);
  expect(Object.keys(one ?? {}).some((key) => /^m(?:in|ax)imum_/.test(key))).toBe(true);
  expect(one).toEqual(other);
  expect(text).not.toContain('filtered here');
});

test('the two ends, and min and max, are the same range', async () => {
  const path = '/tasks/search';
  const { lines, sent } = await onReplies({ [path]: { rows: [] } });
  await lines('search_tasks', { filters: [{ name: 'due_date', min: '2026-01-05', max: '2026-02-01' }] });
  await lines('search_tasks', { due: days });
  expect(sent(path)[0]).toEqual(sent(path)[1]);
});
