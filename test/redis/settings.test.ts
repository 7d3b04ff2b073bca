import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';

const read = (env: Record<string, string>, file = '') => readConfig(env, () => file, 'UTC');

test('without a Redis the process is alone', () => {
  expect(read({})).toMatchObject({ redisUrl: undefined, replicas: 1, warnings: [] });
});

test.each(['redis://localhost:6379', 'rediss://user:pass@redis.example.com:6380/2'])(
  '%s is an address',
  (url) => {
    const env = { COPPER_REPLICAS: '3' };
    expect(read({ ...env, COPPER_REDIS_URL: url })).toMatchObject({
      redisUrl: url,
      replicas: 3,
      warnings: [],
    });
    expect(read({ ...env, COPPER_REDIS_URL_FILE: '/run/url' }, `${url}\n`)).toMatchObject({ redisUrl: url });
  },
);

test.each(['localhost:6379', 'http://localhost:6379', 'redis://', 'redis:secret'])(
  '"%s" is not an address, and is not quoted',
  (url) => {
    const told = 'COPPER_REDIS_URL must be a URL such as redis://localhost:6379 or rediss://….';
    expect(() => read({ COPPER_REDIS_URL: url })).toThrow(told);
  },
);

test('a Redis without a number of replicas is a warning', () => {
  expect(read({ COPPER_REDIS_URL: 'redis://localhost' }).warnings).toEqual([
    'COPPER_REPLICAS is not set: a busy replica can keep the others waiting, and while Redis is down, each would use the whole rate limit. Set it to the number of replicas.',
  ]);
});

test.each(['0', '1.5', 'many'])('%s is not a number of replicas', (count) => {
  expect(() => read({ COPPER_REPLICAS: count })).toThrow('COPPER_REPLICAS');
});
