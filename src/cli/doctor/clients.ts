import { type ConfigSnapshot, takeSnapshots } from '../../clients/config-snapshot.ts';
import { accessModeOf, containsCredential, missingFiles } from '../../clients/entry.ts';
import { isExposed } from '../../clients/local-machine.ts';
import { withTilde } from '../install/diff.ts';
import type { Shell } from '../shell.ts';
import { type DoctorCheck, type Finding, passed, warned } from './finding.ts';

function finding({ client: { id, name }, state, path }: ConfigSnapshot, shell: Shell): Finding {
  const { machine } = shell;
  switch (state.is) {
    case 'ours': {
      if (containsCredential(state.entry) && isExposed(machine, path)) {
        const shown = withTilde(shell, path);
        const said = `${name}: other users of this machine can read ${shown}, which contains the key`;
        return warned('client', said, `chmod 600 ${shown}`);
      }
      const missing = missingFiles(state.entry, machine);
      const mode = accessModeOf(state.entry) === 'sandbox' ? ', with the sandbox' : '';
      if (missing.length === 0) return passed('client', `${name} starts this server${mode}`);
      const said = `${name} should start this server, but ${missing.join(' and ')} is missing`;
      return warned('client', said, `Run \`copper-mcp install ${id}\` again.`);
    }
    case 'unreadable':
      return warned('client', `${name}: its configuration ${state.why}`, 'Fix that file first.');
    case 'another server': {
      const advice = `\`copper-mcp install ${id} --force\` replaces it.`;
      return warned('client', `${name} has another server named copper`, advice);
    }
    default:
      return passed('client', `${name} is not set up; \`copper-mcp install ${id}\` adds this server`);
  }
}

/** The MCP clients on this machine, and which of them start this server. */
export const checkClients: DoctorCheck = ({ shell }) =>
  takeSnapshots(shell.machine).map((snapshot) => finding(snapshot, shell));
