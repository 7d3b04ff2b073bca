// Runs, while building, modules that would compute the same values at every start, and puts what they export in their place.
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** What a module of ours exports, by running it once. */
export async function run(path, options) {
  const folder = await mkdtemp(join(options.absWorkingDir, 'node_modules', '.precompute-'));
  try {
    const outfile = join(folder, 'module.mjs');
    await build({ ...options, entryPoints: [path], outfile });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Objects of the same content, such as the schema of an input that many tools take, are written once: nobody changes any. */
function write(exported) {
  const seen = new Map();
  const count = (value) => {
    if (typeof value !== 'object' || value === null) return;
    const content = JSON.stringify(value);
    seen.set(content, (seen.get(content) ?? 0) + 1);
    if (seen.get(content) === 1) for (const each of Object.values(value)) count(each);
  };
  for (const value of Object.values(exported)) count(value);
  const names = new Map();
  const lines = [];
  const text = (value) => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const content = JSON.stringify(value);
    if (names.has(content)) return names.get(content);
    const literal = Array.isArray(value)
      ? `[${value.map(text).join()}]`
      : `{${Object.entries(value)
          .filter(([, each]) => each !== undefined)
          .map(([key, each]) => `${JSON.stringify(key)}:${text(each)}`)
          .join()}}`;
    if (seen.get(content) === 1 || literal.length < 20) return literal;
    const name = `shared${names.size}`;
    names.set(content, name);
    lines.push(`const ${name} = ${literal};`);
    return name;
  };
  for (const [name, value] of Object.entries(exported)) lines.push(`export const ${name} = ${text(value)};`);
  return lines.join('\n');
}

/** The modules at these paths, replaced by their values. */
export const precompute = (paths, options) => ({
  name: 'precompute',
  setup({ onLoad }) {
    const names = paths.map((path) => path.replaceAll('/', '[\\\\/]').replaceAll('.', '\\.'));
    onLoad({ filter: new RegExp(`(?:${names.join('|')})$`) }, async ({ path }) => ({
      contents: write(await run(path, options)),
      loader: 'js',
    }));
  },
});
