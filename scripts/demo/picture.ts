// Draws docs/demo.svg from a true run of the demo.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from '../built.ts';
import { terminalSvg } from './terminal-svg.ts';

/** Questions of the run that the picture shows. */
const shown = 3;

const { stdout, status } = spawnSync('npm', ['run', '--silent', 'demo'], {
  cwd: root,
  encoding: 'utf8',
  env: { ...process.env, COLUMNS: '104', FORCE_COLOR: '1' },
  shell: process.platform === 'win32',
});
if (status !== 0) throw new Error(`the demo ended with ${status}`);
const lines = stdout.split('\n');
const end = lines.findIndex((line) => stripVTControlCharacters(line).startsWith(`${shown + 1}  `));
const picture = ['$ npm run demo', ...lines.slice(0, end).join('\n').trimEnd().split('\n')];
mkdirSync(join(root, 'docs'), { recursive: true });
writeFileSync(
  join(root, 'docs', 'demo.svg'),
  terminalSvg(picture, `npm run demo: ${shown} questions, answered`),
);
process.stdout.write(`docs/demo.svg: ${picture.length} lines\n`);
