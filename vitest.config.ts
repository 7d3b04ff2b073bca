import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Most code runs a few times in a test: compiling it for speed as early as V8 does takes a sixth of the whole time.
setFlagsFromString('--interrupt-budget=1000000');
// Heaps that are going to be large need not be collected on their way there.
setFlagsFromString('--initial-old-space-size=600');

/** `test/tools/list-tags.test.ts` has its snapshots in `test/snapshots/tools/list-tags.snap`. */
const resolveSnapshotPath = (path: string, extension: string) =>
  path.replace(/\/test\/(.*)\.test\.ts$/, '/test/snapshots/$1') + extension;

/** Begun first, so that no worker is left alone with one of them in the end; a clone that has run the tests before knows its own times. */
const longest = [
  'oracle/random',
  'simulation/simulation',
  'tools/printed-back',
  'clients/launch',
  'redis/scanning',
  'package',
  'redis/real-redis',
  'deploy/left-out',
  'readme',
  'cli/token',
  'sandbox/size',
].map((name) => `/test/${name}.test.ts`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => longest.some((path) => moduleId.endsWith(path));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    resolveSnapshotPath,
    sequence: { sequencer: LongestFirst },
    pool: 'threads',
    // The default leaves one core free, half of a small machine. One more than there are: every fourth second a test waits for a process or a connection.
    maxWorkers: availableParallelism() + 1,
    // They only end what hangs: many tests start processes, which takes its time on a busy machine.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Looked for at once and often: at the usual 50 ms between looks the suite would wait for a minute in all.
    expect: { poll: { timeout: 60_000, interval: 5 } },
    include: ['test/**/*.test.ts'],
    // Nothing of ours keeps state in a module, so files share their workers: half the time would go into loading the same modules.
    isolate: false,
  },
});
