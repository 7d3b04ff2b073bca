import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    resolveSnapshotPath: (path, extension) =>
      path.replace(/\/test\/(.*)\.test\.ts$/, '/test/snapshots/$1') + extension,
  },
});
