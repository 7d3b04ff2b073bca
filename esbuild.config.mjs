// Builds dist/: one small file that starts the stdio server in one more, one for programs, and parts that are loaded when they are needed.
// The start is bundled by itself, because each file that Node loads takes as long as 50 KB of code; what it shares with the parts is in both.
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { apart } from './scripts/build/apart.mjs';
import { keepNames } from './scripts/build/keep-names.mjs';
import { leftOut } from './scripts/build/left-out.mjs';
import { licences } from './scripts/build/licences.mjs';
import { precompute, run } from './scripts/build/precompute.mjs';
import { viewPage } from './scripts/build/view-page.mjs';

const root = dirname(fileURLToPath(import.meta.url));

/** CommonJS packages inside an ES module still ask for `require`. */
const banner =
  "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";

const options = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  banner: { js: banner },
  logLevel: 'warning',
  // `debug` takes it where it happens to be installed; what is installed for development is no reason.
  // An SDK of OpenTelemetry is the operator's, and so is the API that it registers with.
  external: ['supports-color', '@opentelemetry/api'],
};

/** Of our own package.json, what the program reads of it. */
const ownPackage = {
  name: 'own package',
  setup({ onLoad }) {
    onLoad({ filter: /package\.json$/ }, async ({ path }) => {
      if (path !== join(root, 'package.json')) return undefined;
      const { version, mcpName, repository } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version, mcpName, repository }), loader: 'json' };
    });
  },
};

/** Modules that compute the same values at every start. */
const computed = ['src/published.ts', 'src/token-counts.ts'];

await rm(join(root, 'dist'), { recursive: true, force: true });
const all = { ...options, outdir: 'dist', minify: true, metafile: true, legalComments: 'none' };
/** What runs first is CommonJS: Node's loader of ES modules would take 9 ms, a third of an empty Node, before the first line runs. */
const commonJs = { ...all, format: 'cjs', banner: {} };
const entry = await build({
  ...commonJs,
  // An old Node has to read it to say that it is too old.
  target: 'node14.18',
  entryPoints: { 'copper-mcp': 'src/cli/entry.ts' },
  // What it loads becomes `require`.
  supported: { 'dynamic-import': false },
  plugins: [apart(new Map(), join(root, 'src/cli/code-cache.ts'), () => './start.js')],
});
const parts = new Map();
const start = await build({
  ...commonJs,
  entryPoints: { start: 'src/cli/bin.ts' },
  plugins: [
    apart(parts, undefined, (name) => `./parts/${name}.js`),
    precompute(computed, options),
    ownPackage,
  ],
});
const rest = await build({
  ...all,
  entryPoints: {
    index: 'src/library/library.ts',
    ...Object.fromEntries([...parts].map(([name, path]) => [`parts/${name}`, path])),
  },
  splitting: true,
  chunkNames: 'parts/[name]-[hash]',
  plugins: [precompute(computed, options), leftOut, keepNames, ownPackage],
});
// Most parts need no `require`.
for (const path of Object.keys(rest.metafile.outputs)) {
  const text = await readFile(join(root, path), 'utf8');
  const own = text.replace(banner, '').trimStart();
  if (!/\brequire\b/.test(own)) await writeFile(join(root, path), own);
}
// What Node takes a file `.js` for is said by the nearest of these.
await writeFile(join(root, 'dist', 'package.json'), '{"type":"commonjs"}\n');
await writeFile(join(root, 'dist', 'parts', 'package.json'), '{"type":"module"}\n');
await rename(join(root, 'dist', 'index.js'), join(root, 'dist', 'index.mjs'));
const outputs = { ...entry.metafile.outputs, ...start.metafile.outputs, ...rest.metafile.outputs };
await writeFile(join(root, 'dist', 'THIRD-PARTY-LICENSES.txt'), await licences(root, outputs));
await writeFile(join(root, 'dist', 'view.html'), await viewPage(root));
const { declaration } = await run(join(root, 'src/library/declaration.ts'), options);
const api = await readFile(join(root, 'src/library/api.ts'), 'utf8');
await writeFile(join(root, 'dist', 'index.d.mts'), declaration(api));
const total = Object.values(outputs).reduce((sum, { bytes }) => sum + bytes, 0);
console.log(
  `dist: ${Object.keys(outputs).length} files, ${Math.round(total / 1024)} KB; ${computed.join(' and ')} precomputed`,
);
