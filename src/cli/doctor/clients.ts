import { type ConfigSnapshot, takeSnapshots } from '../../clients/config-snapshot.ts';
import { accessModeOf, containsCredential, missingFiles, type ServerEntry } from '../../clients/entry.ts';
import { startedWords } from '../../clients/launch.ts';
import { isExposed } from '../../clients/local-machine.ts';
import { numbered } from '../../tool/sentences.ts';
import { withTilde } from '../install/diff.ts';
import { createTryStart, type TryStart } from '../install/try-start.ts';
import type { Shell } from '../shell.ts';
import { type DoctorCheck, type Finding, failed, passed, warned } from './finding.ts';

/** True for an entry whose program is found by the network, or may be. */
const isDownloaded = ({ command }: ServerEntry) =>
  /(?:^|[\\/])(?:npx|pnpx|bunx|docker|podman)(?:\.cmd|\.exe)?$/.test(startedWords(command)[0] ?? '') ||
  command.includes('npx');

/** Whether the command of an entry starts this server, tried as the client does it. */
async function startFinding(
  { client }: ConfigSnapshot,
  entry: ServerEntry,
  { machine }: Shell,
  tryStart: TryStart | undefined,
): Promise<Finding> {
  const { id, name } = client;
  const again = `Run \`copper-mcp install ${id}\` again.`;
  const missing = missingFiles(entry, machine);
  if (missing.length > 0)
    return failed('client', `${name} cannot start this server: ${missing.join(' and ')} is missing`, again);
  const mode = accessModeOf(entry) === 'sandbox' ? ', with the sandbox' : '';
  if (tryStart === undefined)
    return passed(
      'client',
      `${name} has a command for this server${mode}; not started, as that may need the network`,
    );
  const result = await tryStart(client, entry);
  return 'tools' in result
    ? passed('client', `${name} starts this server${mode}: ${numbered(result.tools, 'tool', 'tools')}`)
    : failed('client', `${name} cannot start this server: ${result.problem}`, again);
}

async function finding(
  snapshot: ConfigSnapshot,
  shell: Shell,
  tryStart: TryStart,
  offline: boolean,
): Promise<readonly Finding[]> {
  const { client, state, path } = snapshot;
  const { id, name } = client;
  const { machine } = shell;
  switch (state.is) {
    case 'ours': {
      const { entry } = state;
      const start = offline && isDownloaded(entry) ? undefined : tryStart;
      const found = [await startFinding(snapshot, entry, shell, start)];
      if (!containsCredential(entry) || !isExposed(machine, path)) return found;
      const shown = withTilde(shell, path);
      const said = `${name}: other users of this machine can read ${shown}, which contains the key`;
      return [...found, warned('client', said, `chmod 600 ${shown}`)];
    }
    case 'unreadable':
      return [warned('client', `${name}: its configuration ${state.why}`, 'Fix that file first.')];
    case 'another server': {
      const advice = `\`copper-mcp install ${id} --force\` replaces it.`;
      return [warned('client', `${name} has another server named copper`, advice)];
    }
    default:
      return [passed('client', `${name} is not set up; \`copper-mcp install ${id}\` adds this server`)];
  }
}

/** The MCP clients on this machine, and which of them start this server; those that are said to are tried, one after the other. */
export const checkClients: DoctorCheck = async ({ shell, offline }) => {
  const tryStart = createTryStart(shell);
  const findings: Finding[] = [];
  for (const snapshot of takeSnapshots(shell.machine))
    findings.push(...(await finding(snapshot, shell, tryStart, offline)));
  return findings;
};
