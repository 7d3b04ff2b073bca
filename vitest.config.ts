import { defineConfig } from 'vitest/config';

/** nock puts itself in front of the whole process's network: its tests have workers of their own. */
const wire = ['test/copper/wire.test.ts'];

/** `test/tools/list-tags.test.ts` has its snapshots in `test/snapshots/tools/list-tags.snap`. */
const resolveSnapshotPath = (path: string, extension: string) =>
  path.replace(/\/test\/(.*)\.test\.ts$/, '/test/snapshots/$1') + extension;

export default defineConfig({
  test: {
    resolveSnapshotPath,
    pool: 'threads',
    // They only end what hangs: many tests start processes, which takes its time on a busy machine.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Looked for at once and often: at the usual 50 ms between looks the suite would wait for a minute in all.
    expect: { poll: { timeout: 60_000, interval: 5 } },
    projects: [
      // Nothing of ours keeps state in a module, so files share their workers: half the time would go into loading the same modules.
      {
        extends: true,
        test: { name: 'house', include: ['test/**/*.test.ts'], exclude: wire, isolate: false },
      },
      { extends: true, test: { name: 'wire', include: wire } },
    ],
  },
});
