import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { root } from '../../../scripts/built.ts';
import { tempHome } from '../../clients/temp-home.ts';

/** What a registry says of a version besides its name and number. */
export type Manifest = Readonly<Record<string, unknown>>;

/** The packed package as `npm pack` makes it, without the time that npm takes. */
function packed(): Buffer {
  const folder = tempHome();
  mkdirSync(join(folder, 'package'));
  for (const name of ['dist', 'package.json'])
    cpSync(join(root, name), join(folder, 'package', name), { recursive: true });
  return spawnSync('tar', ['-czf', '-', 'package'], { cwd: folder, maxBuffer: 50_000_000 }).stdout;
}

/**
 * A registry that speaks npm's API: the package as a whole, one version or tag of it, and its file.
 *
 * @param versions the versions of copper-mcp, the latest last; none if the registry does not have it
 * @returns its address, and the paths that it was asked for
 */
export async function serveRegistry(versions: Readonly<Record<string, Manifest>>) {
  const asked: string[] = [];
  const numbers = Object.keys(versions);
  const tarball = numbers.length === 0 ? Buffer.of() : packed();
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const server = createServer((request, response) => {
    const [, name, version] = String(request.url).split('/');
    asked.push(String(request.url));
    if (version === 'package.tgz') return void response.end(tarball);
    const dist = { tarball: `http://${request.headers.host}/copper-mcp/package.tgz`, integrity };
    const full = (number: string) => ({
      name: 'copper-mcp',
      version: number,
      bin: packageJson.bin,
      ...versions[number],
      dist,
    });
    const wanted = version === 'latest' ? numbers.at(-1) : numbers.find((number) => number === version);
    const body =
      name !== 'copper-mcp' || numbers.length === 0 || (version !== undefined && wanted === undefined)
        ? undefined
        : wanted !== undefined
          ? full(wanted)
          : {
              name: 'copper-mcp',
              'dist-tags': { latest: numbers.at(-1) },
              versions: Object.fromEntries(numbers.map((number) => [number, full(number)])),
            };
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { error: 'not found' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { asked, url: `http://127.0.0.1:${port}` };
}
