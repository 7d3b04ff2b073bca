import { type LocalMachine, pathsOf } from '../clients/local-machine.ts';
import { createLiveFetch } from '../copper/live-fetch.ts';
import { parseJsonText } from '../tool/json.ts';
import { proxyRoute } from './proxy.ts';
import type { AskRegistry } from './shell.ts';

/** The registry of npm itself. */
const byDefault = 'https://registry.npmjs.org';

/** The longest reply that is read: what a registry says of one version has some kilobytes. */
const maxChars = 2_000_000;

type Variables = Readonly<Record<string, string | undefined>>;

/** A setting of npm in the environment, whatever the case of its name. */
const fromEnvironment = (env: Variables, name: string) =>
  Object.entries(env).find(
    ([key, value]) => key.toLowerCase() === `npm_config_${name}` && value?.trim(),
  )?.[1];

/** A setting in a text of npm's configuration, where `${NAME}` is a variable; undefined if it is not there. */
function fromText(text: string, name: string, env: Variables): string | undefined {
  let found: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const at = line.indexOf('=');
    if (at < 0 || line.slice(0, at).trim() !== name) continue;
    const value = line
      .slice(at + 1)
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2');
    found = value.replace(/\$\{(\w+)\}/g, (reference, variable: string) => env[variable] ?? reference);
  }
  return found;
}

function textAt({ disk }: LocalMachine, path: string): string {
  try {
    return new TextDecoder().decode(disk.read(path));
  } catch {
    return '';
  }
}

/**
 * The registry that npx asks in this environment, without a slash at its end: from the environment, from the person's `.npmrc`, or from that
 * of the machine, in npm's order (docs.npmjs.com/cli/v11/configuring-npm/npmrc). No project has a say, since clients start npx elsewhere.
 */
export function registryAddress(machine: LocalMachine, env: Variables): string {
  const { home, node, platform } = machine;
  const { dirname, join } = pathsOf(machine);
  const windows = platform === 'win32';
  const own = textAt(machine, fromEnvironment(env, 'userconfig') ?? join(home, '.npmrc'));
  const beside = windows ? join(env.APPDATA ?? dirname(node), 'npm') : dirname(dirname(node));
  const prefix = fromEnvironment(env, 'prefix') ?? fromText(own, 'prefix', env) ?? beside;
  const shared = textAt(machine, fromEnvironment(env, 'globalconfig') ?? join(prefix, 'etc', 'npmrc'));
  const found =
    fromEnvironment(env, 'registry') ?? fromText(own, 'registry', env) ?? fromText(shared, 'registry', env);
  const address = found?.trim() ?? '';
  return /^https?:\/\//i.test(address) && URL.canParse(address)
    ? address.replace(/(?<!\/)\/+$/, '')
    : byDefault;
}

async function boundedText({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  if (body === null) return text;
  const pieces: AsyncIterable<Uint8Array> = body;
  // Leaving the loop ends the request.
  for await (const piece of pieces) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > maxChars) throw new RangeError('the reply is too long');
  }
  return text;
}

function jsonIn(text: string) {
  try {
    return parseJsonText(text);
  } catch {
    return undefined;
  }
}

/** Asks a registry by one request. A proxy that cannot be used is not gone around. */
export const askRegistry: AskRegistry = async ({ address, env, timeoutMs, interrupted }) => {
  const { proxy, problem } = proxyRoute(address, env);
  if (problem !== undefined) return undefined;
  const { fetch, close } = createLiveFetch({ proxy, connectTimeoutMs: timeoutMs });
  try {
    const signal = AbortSignal.any([interrupted, AbortSignal.timeout(timeoutMs)]);
    const response = await fetch(new Request(address, { signal }));
    return { status: response.status, body: jsonIn(await boundedText(response)) };
  } catch {
    interrupted.throwIfAborted();
    return undefined;
  } finally {
    await close();
  }
};
