import { createLiveFetch } from '../../copper/live-fetch.ts';
import { isObject } from '../../tool/json.ts';
import { proxyRoute } from '../proxy.ts';
import { versionNumber } from '../shell.ts';
import { type DoctorCheck, passed, warned } from './finding.ts';

/** The longest that the registry may take, in milliseconds. */
const registryTimeoutMs = 2_000;

const registry = 'https://registry.npmjs.org';

/** True if version `a` comes before `b`; what is not a number counts as 0. */
function isBefore(a: string, b: string): boolean {
  const [ours = [], theirs = []] = [a, b].map((text) => text.split(/[.-]/).map((part) => Number(part) || 0));
  const at = theirs.findIndex((part, index) => part !== (ours[index] ?? 0));
  return at >= 0 && (ours[at] ?? 0) < (theirs[at] ?? 0);
}

/** The version that npm would install; undefined if the registry does not say. */
async function newest(url: string, env: Parameters<typeof proxyRoute>[1], signal: AbortSignal) {
  const { proxy } = proxyRoute(url, env);
  const { fetch, close } = createLiveFetch({ proxy, connectTimeoutMs: registryTimeoutMs });
  const deadline = AbortSignal.timeout(registryTimeoutMs);
  try {
    const response = await fetch(new Request(url, { signal: AbortSignal.any([signal, deadline]) }));
    const body: unknown = response.ok ? await response.json() : undefined;
    return isObject(body) && typeof body.version === 'string' ? body.version : undefined;
  } catch {
    signal.throwIfAborted();
    return undefined;
  } finally {
    await close();
  }
}

/** Whether npm has a newer version; a registry that cannot be reached is not a problem. */
export const checkVersion: DoctorCheck = async ({ shell, sandbox, offline }) => {
  const { env, interrupted } = shell;
  const ours = versionNumber;
  if (sandbox || offline || env.NO_UPDATE_NOTIFIER) return [passed('version', ours)];
  const base = env.npm_config_registry?.trim() || registry;
  const root = URL.canParse(base) ? base.replace(/(?<!\/)\/+$/, '') : registry;
  const latest = await newest(`${root}/copper-mcp/latest`, env, interrupted);
  if (latest === undefined || !/^\d+\.\d+\.\d+(?!\d)[\w.-]*$/.test(latest))
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
