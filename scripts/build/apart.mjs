// Keeps what a bundle imports while it runs in files of their own, which another build makes.
import { basename, dirname, join } from 'node:path';

/**
 * Leaves out what is imported while running.
 *
 * @param parts the paths of what was left out, by the names that their files get; added to
 * @param included the path of what stays in, if anything does
 * @param fileOf the file of such a name, as the bundle reaches it
 */
export const apart = (parts, included, fileOf) => ({
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.{1,2}\// }, ({ path, importer, kind }) => {
      const target = join(dirname(importer), path);
      if (kind !== 'dynamic-import' || target === included) return undefined;
      const name = [...parts].find(([, known]) => known === target)?.[0] ?? basename(target, '.ts');
      if ((parts.get(name) ?? target) !== target) throw new Error(`two parts would be named ${name}`);
      parts.set(name, target);
      return { path: fileOf(name), external: true };
    });
  },
});
