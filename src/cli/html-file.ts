import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { WriteError } from '../clients/lock-file.ts';
import { replaceFile, writeObstacle } from '../clients/replace-file.ts';
import type { ViewData } from '../tool/view-data.ts';
import { readView, type Shell, UsageError } from './shell.ts';

/** By what a page of this program is known. */
const generator = '<meta name="generator" content="copper-mcp">';

/** JSON that ends no script and begins no comment, wherever it stands in HTML, and is no line end in JavaScript. */
const inScript = (data: ViewData) =>
  JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const inHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * The page of the view with the data of one answer in it, which opens anywhere. It may load nothing and send nothing: only the one script
 * of its own runs, by its hash.
 *
 * @param page as the build made it
 */
export function standalonePage(page: string, data: ViewData): string {
  const [, script = ''] = /<script>([\s\S]*)<\/script>/.exec(page) ?? [];
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const head = [
    generator,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<script type="application/json" id="data">${inScript(data)}</script>`,
  ];
  return page
    .replace('<title>Copper</title>', () => `<title>${inHtml(data.tables[0]?.title ?? 'Copper')}</title>`)
    .replace('<!--data-->', () => head.join(''));
}

/** True for a page that this program has written. */
const isOurs = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 40_000)).includes(generator);

/** The file of `--html`, looked at before anything is asked. */
export interface HtmlFile {
  /** @throws UsageError */
  write(data: ViewData): Promise<void>;
}

/** @throws UsageError for a file that cannot be written, or that is something else than a page of this program */
export function openHtmlFile(shell: Shell, given: string): HtmlFile {
  const path = resolve(given);
  const { disk } = shell.machine;
  const obstacle = writeObstacle(shell.machine, path);
  if (obstacle !== undefined) throw new UsageError(`--html: ${given} ${obstacle}.`);
  const refuse = () => new WriteError('exists and is not a page of copper-mcp; choose another name');
  const page = readView(shell);
  if (disk.stat(path) !== undefined && !isOurs(disk.read(path)))
    throw new UsageError(`--html: ${given} ${refuse().message}.`);
  return {
    async write(data) {
      try {
        await replaceFile(
          shell,
          path,
          (bytes) => {
            if (bytes !== undefined && !isOurs(bytes)) throw refuse();
            return Buffer.from(standalonePage(page, data));
          },
          {},
        );
      } catch (error) {
        throw error instanceof WriteError ? new UsageError(`--html: ${given} ${error.message}.`) : error;
      }
    },
  };
}
