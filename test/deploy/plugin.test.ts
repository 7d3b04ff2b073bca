import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pluginFiles } from '../../deploy/plugin.ts';
import { root } from '../../scripts/built.ts';

test.each(Object.entries(pluginFiles))(
  '%s is what its source makes (`npm run snap` rewrites it)',
  async (path, text) => {
    await expect(text).toMatchFileSnapshot(join(root, path));
  },
);

test('the plugin has no other file', async () => {
  const found = await readdir(join(root, 'plugin'), { recursive: true, withFileTypes: true });
  const files = found.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  const expected = Object.keys(pluginFiles).filter((path) => path.startsWith('plugin/'));
  expect(files.toSorted()).toEqual(expected.map((path) => join(root, path)).toSorted());
});
