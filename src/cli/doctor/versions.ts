import { isObject } from '../../tool/json.ts';
import { registryAddress } from '../npm-registry.ts';
import { versionNumber } from '../shell.ts';
import { type DoctorCheck, passed, warned } from './finding.ts';

/** The longest that the registry may take, in milliseconds. */
const registryTimeoutMs = 2_000;

/** True if version `a` comes before `b`; what is not a number counts as 0. */
function isBefore(a: string, b: string): boolean {
  const [ours = [], theirs = []] = [a, b].map((text) => text.split(/[.-]/).map((part) => Number(part) || 0));
  const at = theirs.findIndex((part, index) => part !== (ours[index] ?? 0));
  return at >= 0 && (ours[at] ?? 0) < (theirs[at] ?? 0);
}

/** Whether npm has a newer version; a registry that cannot be reached is not a problem. */
export const checkVersion: DoctorCheck = async ({ shell, sandbox, offline }) => {
  const { env, interrupted, machine, askRegistry } = shell;
  const ours = versionNumber;
  if (sandbox || offline || env.NO_UPDATE_NOTIFIER) return [passed('version', ours)];
  const address = `${registryAddress(machine, env)}/copper-mcp/latest`;
  const reply = await askRegistry({ address, env, timeoutMs: registryTimeoutMs, interrupted });
  const latest = reply?.status === 200 && isObject(reply.body) ? reply.body.version : undefined;
  if (typeof latest !== 'string' || !/^\d+\.\d+\.\d+(?!\d)[\w.-]*$/.test(latest))
    return [passed('version', `${ours} (npm did not say whether it is the latest)`)];
  if (!isBefore(ours, latest)) return [passed('version', `${ours}, the latest`)];
  const advice =
    'Run it with npx copper-mcp@latest, or install it with npm install -g copper-mcp@latest. CHANGELOG.md lists what is new.';
  return [warned('version', `${ours}; ${latest} is available`, advice)];
};

/** The last day of support for each major version of Node: github.com/nodejs/Release, schedule.json. */
const supportedUntil: Readonly<Record<number, string>> = {
  20: '2026-04-30',
  21: '2024-06-01',
  22: '2027-04-30',
  23: '2025-06-01',
  24: '2028-04-30',
  25: '2026-06-01',
};

/** Whether the Node that runs this still gets fixes. One too old for us never gets this far. */
export const checkNode: DoctorCheck = ({ shell: { nodeVersion, clock } }) => {
  const lastDay = supportedUntil[Number.parseInt(nodeVersion, 10)];
  if (lastDay === undefined || clock.now() < Date.parse(`${lastDay}T24:00:00Z`))
    return [passed('node', nodeVersion)];
  const said = `${nodeVersion}, which has had no security fixes since ${lastDay}`;
  return [warned('node', said, 'It works, but install Node 24 from https://nodejs.org soon.')];
};
