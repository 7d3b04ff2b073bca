import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { failedSeeds } from './failed-seeds.ts';
import { simulate } from './simulation.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** The beginning of the fresh seeds; `SIMULATE_SEED=123 npx vitest run test/simulation` begins there. */
const firstSeed = Number(process.env.SIMULATE_SEED ?? Math.floor(Math.random() * 1e9));
const freshSeeds = Array.from({ length: 20 }, (_, at) => firstSeed + at);
const calls = 15;

/** What a person needs to see it again. */
async function findings(seed: number, most: number, more = {}): Promise<string> {
  const { failure } = await simulate({ seed, calls: most, ...more });
  return failure === undefined
    ? ''
    : `step ${failure.step}: ${failure.what}\n${failure.call}\nAgain: npm run simulate -- --seed ${seed} --calls ${most}`;
}

test.each(freshSeeds)('nothing is found with the fresh seed %i', async (seed) => {
  expect(await findings(seed, calls)).toBe('');
});

test.each(failedSeeds)('not found again with seed $seed: $what', async ({ seed, calls: most }) => {
  expect(await findings(seed, most, { collect, isOlder: true })).toBe('');
});

describe('one seed', () => {
  test('replays everything: each step, request and answer', async () => {
    const [lines, again]: string[][] = [[], []];
    const first = await simulate({ seed: firstSeed, calls, onTrace: (line) => lines?.push(line) });
    const second = await simulate({ seed: firstSeed, calls, onTrace: (line) => again?.push(line) });
    expect(again).toEqual(lines);
    expect(second).toEqual(first);
    expect(lines?.length).toBeGreaterThan(3 * calls);
  });

  test('is not another', async () => {
    const hashes = [1, 2, 3].map(async (seed) => (await simulate({ seed, calls: 5 })).hash);
    expect(new Set(await Promise.all(hashes)).size).toBe(3);
  });
});
