import packageJson from '../../../package.json' with { type: 'json' };
import { isObject, type JsonValue } from '../../tool/json.ts';
import { type AskRegistry, registryName, type Shell, versionNumber } from '../shell.ts';

const packageName = 'copper-mcp';

/** The longest that the registry may take, in milliseconds. */
const timeoutMs = 5_000;

/** What npx would start by the name of this package: this project's, or not, and then why, as the beginning of a sentence. */
export type Publication = { readonly ours: true } | { readonly ours: false; readonly why: string };

/** An address without what differs between two ways to write it. */
const plainAddress = (url: string) =>
  url
    .toLowerCase()
    .replace(/^git\+/, '')
    .replace(/^(?:https?|git|ssh):\/\/(?:[^/@]*@)?/, '')
    .replace(/\.git$/, '');

/** Whether a version in a registry is of this project: by its name in the MCP Registry and its repository, which nobody else would claim. */
function isOurs(manifest: JsonValue | undefined): boolean {
  if (!isObject(manifest)) return false;
  const { name, mcpName, repository } = manifest;
  const url = isObject(repository) ? repository.url : repository;
  return (
    name === packageName &&
    mcpName === registryName &&
    typeof url === 'string' &&
    plainAddress(url) === plainAddress(packageJson.repository.url)
  );
}

/** What is wrong with the replies about the version that npx starts and about this one; undefined if nothing is. */
function problemOf([latest, same]: readonly Awaited<ReturnType<AskRegistry>>[]): string | undefined {
  const broken = [latest, same].find((reply) => reply?.status !== 200 && reply?.status !== 404);
  if (latest === undefined || same === undefined) return 'could not be reached';
  if (broken !== undefined) return `answered ${broken.status}`;
  if (latest.status === 404) return `has no package named ${packageName}`;
  if (!isOurs(latest.body)) return `has another project's package under the name ${packageName}`;
  if (same.status === 404) return `does not have version ${versionNumber} of ${packageName}`;
  if (!isOurs(same.body) || !isObject(same.body) || same.body.version !== versionNumber)
    return `has another project's package as version ${versionNumber} of ${packageName}`;
  return undefined;
}

/**
 * Asks the registry of an environment for this version and for the latest, which is what npx starts: both must be of this project.
 *
 * @param registry its address, without a slash at the end
 * @throws the signal's reason when interrupted
 */
export async function findPublication(
  { askRegistry, interrupted, env: own }: Pick<Shell, 'askRegistry' | 'interrupted' | 'env'>,
  registry: string,
): Promise<Publication> {
  const replies = await Promise.all(
    ['latest', versionNumber].map((version) =>
      askRegistry({
        address: `${registry}/${packageName}/${version}`,
        env: own,
        timeoutMs,
        interrupted,
      }),
    ),
  );
  const problem = problemOf(replies);
  if (problem === undefined) return { ours: true };
  return { ours: false, why: `The npm registry ${new URL(registry).host} ${problem}` };
}
