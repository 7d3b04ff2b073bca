import { expect, test } from 'vitest';
import { errorForLog } from '../../src/tool/tool-error.ts';

test('says which error and where, and nothing of what it says', () => {
  const error = new TypeError('Dana Li\nat secret-key');
  const logged = errorForLog(error);
  expect(logged.error).toBe('TypeError');
  expect(logged.at[0]).toContain('tool-error.test.ts');
  expect(logged.at.length).toBeLessThanOrEqual(8);
  expect(JSON.stringify(logged)).not.toMatch(/Dana Li|secret-key/);
});

test.each([
  ['a text', 'string'],
  [undefined, 'undefined'],
])('something thrown that is not an error is logged by its type only: %s', (thrown, kind) => {
  expect(errorForLog(thrown)).toEqual({ error: kind, at: [] });
});
