import type { ConfigSnapshot } from '../../clients/config-snapshot.ts';
import { type LaunchCommand, launchFor } from '../../clients/launch.ts';
import type { McpClient } from '../../clients/mcp-clients.ts';
import { startEnvironment } from '../../clients/start-environment.ts';
import { joined } from '../../tool/sentences.ts';
import { registryAddress } from '../npm-registry.ts';
import { paint, type Shell } from '../shell.ts';
import { withTilde } from './diff.ts';
import { findPublication, type Publication } from './published.ts';

/** How one client is to start this server. */
export interface ChosenLaunch {
  readonly client: McpClient;
  readonly launch: LaunchCommand;
  readonly starts: 'the npm package' | 'this copy';
  /** Why it is not the package, as the beginning of a sentence; undefined if nobody has to be told. */
  readonly why?: string;
}

/** A client, and what its entry sets already. */
type Target = Pick<ConfigSnapshot, 'client'> & { readonly env: Readonly<Record<string, string>> };

/** The variables that our entry of a client has. */
export const entryVariables = ({ client, state }: ConfigSnapshot): Target => ({
  client,
  env: state.is === 'ours' ? state.entry.env : {},
});

/**
 * Decides what each client starts: the npm package, if what npx would find from there is this project's and has this version, else this copy
 * of the program.
 *
 * @param local true to start this copy without asking the registry
 * @throws the signal's reason when interrupted
 */
export async function chooseLaunches(
  shell: Shell,
  targets: readonly Target[],
  local: boolean,
): Promise<readonly ChosenLaunch[]> {
  const { machine } = shell;
  const registryOf = ({ client, env }: Target) =>
    registryAddress(machine, startEnvironment(client, machine, { env }));
  const registries = local ? [] : [...new Set(targets.map(registryOf))];
  const publications = new Map<string, Publication>(
    await Promise.all(
      registries.map(async (registry) => [registry, await findPublication(shell, registry)] as const),
    ),
  );
  return targets.map((target): ChosenLaunch => {
    const { client } = target;
    const publication = publications.get(registryOf(target));
    if (publication?.ours === true)
      return { client, launch: launchFor(client, machine, false), starts: 'the npm package' };
    const why = publication === undefined ? {} : { why: publication.why };
    return { client, launch: launchFor(client, machine, true), starts: 'this copy', ...why };
  });
}

/** Tells on stderr which clients start this copy, and why. */
export function warnOfCopies(shell: Shell, launches: readonly ChosenLaunch[]): void {
  const reasons = new Set(launches.flatMap(({ why }) => why ?? []));
  const { program } = shell.machine;
  const advice = /[\\/]_npx[\\/]/.test(program)
    ? 'It is in the cache of npx, which npm may empty: install it for good, and run this again from there.'
    : 'Keep it where it is.';
  for (const reason of reasons) {
    const clients = launches.filter(({ why }) => why === reason).map(({ client }) => client.name);
    const start = clients.length === 1 ? 'starts' : 'start';
    const line = `! ${reason}, so ${joined(clients, 'and')} ${start} this copy: ${withTilde(shell, program)}. ${advice}`;
    shell.warn(paint({ colors: shell.warnColors }, 'yellow', line));
  }
}
