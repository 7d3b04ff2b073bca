import { spawnSync } from 'node:child_process';
import { root } from '../built.ts';
import { type Row, thousands } from './row.ts';

/** Bytes unpacked at most. */
const bar = 1_500_000;

/** What npm would publish, and what that brings along. */
interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly entryCount: number;
}

const kilobytes = (bytes: number) => `${thousands(bytes / 1_000)} KB`;

/** The size of the package, as a user downloads it and as it lies on their disk. */
export function packageSize(): Row[] {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const [{ size, unpackedSize, entryCount }]: [Packed] = JSON.parse(stdout);
  return [
    {
      what: 'size of the package, unpacked; it brings no other along',
      measured: `${kilobytes(unpackedSize)} in ${entryCount} files`,
      bar: `at most ${kilobytes(bar)}`,
      ok: unpackedSize <= bar,
    },
    { what: 'the same as it is downloaded', measured: kilobytes(size), bar: '', ok: true },
  ];
}
