// Builds dist/: one small file that starts the stdio server, and parts that are loaded when they are needed.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));

/** CommonJS packages inside an ES module still ask for `require`. */
const banner =
  "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  banner: { js: banner },
  logLevel: 'warning',
};

/** Modules that compute the same values at every start are run here, once, and replaced by what they export. */
const computed = ['src/published.ts', 'src/token-counts.ts'];

const precompute = {
  name: 'precompute',
  setup({ onLoad }) {
    onLoad({ filter: /src[\\/](published|token-counts)\.ts$/ }, async ({ path }) => {
      const folder = await mkdtemp(join(root, 'node_modules', '.precompute-'));
      try {
        const outfile = join(folder, 'module.mjs');
        await build({ ...common, entryPoints: [path], outfile });
        const exported = await import(pathToFileURL(outfile).href);
        const lines = Object.entries(exported).map(
          ([name, value]) => `export const ${name} = ${JSON.stringify(value)};`,
        );
        return { contents: lines.join('\n'), loader: 'js' };
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  },
};

/**
 * Of undici only the pools of connections are used. Its index loads all of it, WebSockets, caches and mocks included: 400 KB and some
 * megabytes of memory more.
 */
const onlyThePool = {
  name: 'only-the-pool',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^undici$/ }, ({ resolveDir }) => ({ path: resolveDir, namespace: 'only-the-pool' }));
    onLoad({ filter: /.*/, namespace: 'only-the-pool' }, ({ path }) => ({
      contents: `module.exports = {
        Agent: require('undici/lib/dispatcher/agent.js'),
        get ProxyAgent() {
          // What opens a tunnel is put there by the index.
          require('undici/lib/dispatcher/dispatcher.js').prototype.connect = require('undici/lib/api/api-connect.js');
          return require('undici/lib/dispatcher/proxy-agent.js');
        },
      };`,
      resolveDir: path,
    }));
  },
};

/** The licences of the packages that are inside dist/, which their licences ask to be kept with them. */
async function licences(inputs) {
  const folders = new Set(
    Object.keys(inputs).flatMap((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []),
  );
  const texts = [...folders].sort().map(async (folder) => {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const names = ['LICENSE', 'LICENSE.md', 'license', 'LICENSE.txt', 'LICENCE'];
    const found = await Promise.all(
      names.map((file) => readFile(join(root, folder, file), 'utf8').catch(() => '')),
    );
    return `${name} ${version} (${license})\n\n${found.find((text) => text !== '') ?? ''}`.trim();
  });
  return `${(await Promise.all(texts)).join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

await rm(join(root, 'dist'), { recursive: true, force: true });
const { metafile } = await build({
  ...common,
  entryPoints: { 'copper-mcp': 'src/cli/entry.ts' },
  outdir: 'dist',
  splitting: true,
  chunkNames: 'parts/[name]-[hash]',
  minify: true,
  metafile: true,
  legalComments: 'none',
  plugins: [precompute, onlyThePool],
});
await writeFile(join(root, 'dist', 'THIRD-PARTY-LICENSES.txt'), await licences(metafile.inputs));
const total = Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
console.log(
  `dist: ${Object.keys(metafile.outputs).length} files, ${Math.round(total / 1024)} KB; ${computed.join(' and ')} precomputed`,
);
