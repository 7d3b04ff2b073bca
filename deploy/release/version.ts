import { isObject, parseJsonText } from '../../src/tool/json.ts';
import { pluginFilesOf } from '../plugin.ts';
import { serverJsonOf } from '../server-json.ts';
import { ReleaseRefused } from './refused.ts';

/** Texts by their path in the repository. */
export type Texts = Readonly<Record<string, string>>;

/** A version as npm and the MCP Registry take it: a range or a text would be refused by them. */
const versionForm = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*)?$/;

const unreleased = '## Unreleased';

/** The lines below a heading, up to the next; undefined without the heading. */
function below(changelog: string, heading: string): string | undefined {
  const lines = changelog.split('\n');
  const at = lines.indexOf(heading);
  if (at < 0) return undefined;
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => line.startsWith('## '));
  return rest
    .slice(0, end < 0 ? undefined : end)
    .join('\n')
    .trim();
}

/** The changelog in which what is unreleased belongs to this version. @throws ReleaseRefused */
function releasedChangelog(changelog: string, version: string): string {
  const [open = '', own] = [below(changelog, unreleased), below(changelog, `## ${version}`)];
  if (own !== undefined && open !== '')
    throw new ReleaseRefused(
      `CHANGELOG.md has entries under "Unreleased" and a heading for ${version}: give the next version, such as \`npm run release -- 0.2.0 --dry-run\`, or move them.`,
    );
  if (own === '' || (own === undefined && open === ''))
    throw new ReleaseRefused(`CHANGELOG.md says nothing of ${version}.`);
  return own === undefined ? changelog.replace(unreleased, `${unreleased}\n\n## ${version}`) : changelog;
}

/** A JSON file with its version, and that of the package itself in a lockfile, replaced. */
function withVersion(text: string, version: string): string {
  const value = parseJsonText(text);
  if (!isObject(value)) throw new ReleaseRefused('package.json or package-lock.json is not an object.');
  const { packages } = value;
  const own = isObject(packages) ? packages[''] : undefined;
  const all = isObject(own)
    ? { packages: { ...(isObject(packages) ? packages : {}), '': { ...own, version } } }
    : {};
  return `${JSON.stringify({ ...value, version, ...all }, null, 2)}\n`;
}

/**
 * The files that name the version, as this version has them: the packages, the changelog, the plugin and the entry of the MCP Registry.
 *
 * @param texts `package.json`, `package-lock.json` and `CHANGELOG.md` as they are
 * @throws ReleaseRefused
 */
export function versionTexts(texts: Texts, version: string): Texts {
  if (!versionForm.test(version))
    throw new ReleaseRefused(`"${version}" is not a version such as 0.2.0 or 0.2.0-rc.1.`);
  return {
    'package.json': withVersion(texts['package.json'] ?? '', version),
    'package-lock.json': withVersion(texts['package-lock.json'] ?? '', version),
    'CHANGELOG.md': releasedChangelog(texts['CHANGELOG.md'] ?? '', version),
    ...pluginFilesOf(version),
    'server.json': `${JSON.stringify(serverJsonOf(version), null, 2)}\n`,
  };
}

/** What a changelog says of a version, for the page of the release. */
export const releaseNotes = (changelog: string, version: string): string =>
  `${below(changelog, `## ${version}`) ?? ''}\n`;
