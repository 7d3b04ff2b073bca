import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packExtension } from '@anthropic-ai/mcpb';
import { manifest } from './manifest.ts';

/** The files of the bundle and their sources. */
const files = {
  'icon.png': 'deploy/icon.png',
  'package.json': 'package.json',
  LICENSE: 'LICENSE',
  'dist/copper-mcp.js': 'dist/copper-mcp.js',
  'dist/package.json': 'dist/package.json',
  'dist/parts': 'dist/parts',
  'dist/start.js': 'dist/start.js',
  'dist/THIRD-PARTY-LICENSES.txt': 'dist/THIRD-PARTY-LICENSES.txt',
  'dist/view.html': 'dist/view.html',
};

/**
 * Packs the build into an MCPB bundle at `path`. Anthropic's own tool validates the manifest.
 *
 * @throws Error if the manifest is not valid; that tool has then printed why
 */
export async function packBundle(root: string, path: string, silent = false): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'copper-mcp-bundle-'));
  try {
    for (const [to, from] of Object.entries(files)) {
      await mkdir(dirname(join(folder, to)), { recursive: true });
      await cp(join(root, from), join(folder, to), { recursive: true });
    }
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
    const done = await packExtension({ extensionPath: folder, outputPath: path, silent });
    if (!done) throw new Error('The bundle could not be packed.');
  } finally {
    await rm(folder, { recursive: true });
  }
}
