import { expect, test } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

test.each([
  ['COPPER_MAX_RESULT_CHARS', 1_000, 40_000],
  ['COPPER_RATE_LIMIT', 1, 100_000],
  ['COPPER_MAX_WAIT_MS', 0, 600_000],
  ['COPPER_TIMEOUT_MS', 1_000, 600_000],
  ['COPPER_REPORT_TIMEOUT_MS', 1_000, 3_600_000],
  ['COPPER_REPLICAS', 1, 1_000],
])('%s goes from %i to %i', (name, least, most) => {
  const read = (value: number) => () => readConfig({ [name]: String(value) }, () => '', 'UTC');
  expect(read(least)).not.toThrow();
  expect(read(most)).not.toThrow();
  expect(read(least - 1)).toThrow(ConfigError);
  expect(read(most + 1)).toThrow(ConfigError);
});
