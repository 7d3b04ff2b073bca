import { createLiveFetch } from '../../copper/live-fetch.ts';
import { isObject } from '../../tool/json.ts';
import { wayTo } from '../proxy.ts';
import { versionNumber } from '../version.ts';
import type { Examination, Finding } from './examination.ts';

/** The longest that the registry may take, in milliseconds: nobody waits for a nicety. */
const patienceMs = 2_000;

const registry = 'https://registry.npmjs.org';

/** True where version `a` comes before `b`; what is no number counts as 0. */
function isBefore(a: string, b: string): boolean {
  const [ours = [], theirs = []] = [a, b].map((text) => text.split(/[.-]/).map((part) => Number(part) || 0));
  const at = theirs.findIndex((part, index) => part !== (ours[index] ?? 0));
  return at >= 0 && (ours[at] ?? 0) < (theirs[at] ?? 0);
}

/** The version that npm would install; undefined where it cannot be known now. */
async function newest(url: string, env: Parameters<typeof wayTo>[1], signal: AbortSignal) {
  const { fetch, close } = createLiveFetch({ proxy: wayTo(url, env).proxy, connectTimeoutMs: patienceMs });
  try {
    const response = await fetch(
      new Request(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]) }),
    );
    const body: unknown = response.ok ? await response.json() : undefined;
    return isObject(body) && typeof body.version === 'string' ? body.version : undefined;
  } catch {
    signal.throwIfAborted();
    return undefined;
  } finally {
    await close();
  }
}

/** Whether npm has a newer version: asked in passing, and never a reason to fail. */
export const newestVersion: Examination = async ({ shell, sandbox, offline }) => {
  const { env, interrupted } = shell;
  const finding = (mark: Finding['mark'], said: string): Finding => ({ mark, what: 'version', said });
  const ours = versionNumber;
  if (sandbox || offline || env.NO_UPDATE_NOTIFIER) return [finding('ok', ours)];
  const base = env.npm_config_registry?.trim() || registry;
  const url = URL.canParse(base)
    ? `${base.replace(/\/+$/, '')}/copper-mcp/latest`
    : `${registry}/copper-mcp/latest`;
  const theirs = await newest(url, env, interrupted);
  if (theirs === undefined || !/^\d+\.\d+\.\d+[\w.-]*$/.test(theirs))
    return [finding('ok', `${ours} (npm does not tell whether it is the newest)`)];
  if (!isBefore(ours, theirs)) return [finding('ok', `${ours}, the newest`)];
  const advice =
    'npx copper-mcp@latest runs it; npm install -g copper-mcp@latest installs it. CHANGELOG.md tells what is new.';
  return [{ ...finding('warn', `${ours}; ${theirs} is out`), advice }];
};
