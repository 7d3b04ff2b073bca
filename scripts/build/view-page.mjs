// Puts the page that shows answers as pictures into one file: a page of MCP Apps may load nothing.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** @returns the page as HTML */
export async function viewPage(root) {
  const folder = join(root, 'src/view/page');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join(folder, 'page.ts'), join(folder, 'page.css')],
    outdir: 'dist',
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    // `light-dark()`, without which there is only one theme.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    legalComments: 'none',
  });
  const text = (end) => {
    const file = outputFiles.find(({ path }) => path.endsWith(end));
    return file.text.trim().replaceAll('</', '<\\/');
  };
  const html = await readFile(join(folder, 'page.html'), 'utf8');
  return html
    .replace('/* style */', () => text('.css'))
    .replace('/* script */', () => text('.js'))
    .replace(/>\n</g, '><')
    .trim();
}
