// Makes a clone ready, however fresh it is: installs what is missing and builds what is older than its sources. Plain JavaScript,
// because nothing is installed yet when it runs first.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0);

/** The newest change below a folder. */
function newest(folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true });
  return Math.max(
    ...entries.map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs),
  );
}

function run(what, command, args) {
  process.stderr.write(`${what} …\n`);
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  process.stderr.write(`${stdout}\n${stderr}\n`);
  process.exit(status ?? 1);
}

if (at('node_modules/.package-lock.json') < at('package-lock.json')) {
  run('installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}
const folders = ['src', 'tools', 'scripts/build'].map(newest);
const sources = Math.max(...folders, at('esbuild.config.mjs'), at('package.json'));
if (at('dist/copper-mcp.js') < sources) run('building', process.execPath, ['esbuild.config.mjs']);
