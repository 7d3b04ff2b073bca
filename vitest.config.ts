import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Nothing of ours keeps state in a module, so files share their workers: half the time goes into loading the same modules again.
    pool: 'threads',
    isolate: false,
    resolveSnapshotPath: (path, extension) =>
      path.replace(/\/test\/(.*)\.test\.ts$/, '/test/snapshots/$1') + extension,
  },
});
