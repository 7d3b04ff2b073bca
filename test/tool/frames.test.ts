import { expect, test } from 'vitest';
import { frames } from '../../src/tool/frames.ts';

test('says which error and where, and nothing of what it says', () => {
  const error = new TypeError('Dana Li\nat secret-key');
  const told = frames(error);
  expect(told.error).toBe('TypeError');
  expect(told.at[0]).toContain('frames.test.ts');
  expect(told.at.length).toBeLessThanOrEqual(8);
  expect(JSON.stringify(told)).not.toMatch(/Dana Li|secret-key/);
});

test.each([
  ['a text', 'string'],
  [undefined, 'undefined'],
])('what is no error has a kind only: %s', (thrown, kind) => {
  expect(frames(thrown)).toEqual({ error: kind, at: [] });
});
