import { accountSizes } from '../src/sandbox/world/generator-context.ts';
import { createWorld, type World } from '../src/sandbox/world/world.ts';

/** How many are kept; files of tests use one or two each. */
const limit = 6;
const made = new Map<string, World>();

/** Makes a row and everything in it read-only, so that no test changes what others are told. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
}

/** As `createWorld`, but each world is made once for all tests of a worker, and nobody can change it: most of a test's time went there. */
export const sharedWorld: typeof createWorld = (seed, now, timeZone, size) => {
  if (size !== accountSizes.usual) return createWorld(seed, now, timeZone, size);
  const key = `${seed} ${now} ${timeZone}`;
  const world = made.get(key) ?? createWorld(seed, now, timeZone, size);
  if (!made.has(key)) freeze(world);
  made.delete(key);
  made.set(key, world);
  const [oldest] = made.keys();
  if (made.size > limit && oldest !== undefined) made.delete(oldest);
  return world;
};

/** The same for sandboxes on the real clock: as the world was when the hour began. */
export const worldOfThisHour: typeof createWorld = (seed, now, timeZone, size) =>
  sharedWorld(seed, now - (now % 3_600_000), timeZone, size);
