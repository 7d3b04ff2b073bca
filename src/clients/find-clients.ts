import type { ClientId } from './client.ts';
import { type Mode, modeOf } from './entry.ts';
import { pathsOf } from './locate.ts';
import { lookAt, type Sight } from './look.ts';
import type { Surroundings } from './surroundings.ts';
import { clients } from './table.ts';

/** Whether a client starts this server. */
export type ClientState =
  /** It has no configuration file yet. */
  | { readonly is: 'absent' }
  /** `why` says what is wrong, and where, as the end of a sentence that begins with the path. */
  | { readonly is: 'broken'; readonly why: string }
  | { readonly is: 'no entry' }
  /** Something else stands there under our name. */
  | { readonly is: 'another server' }
  | {
      readonly is: 'points here';
      /** The name of the entry; `copper` unless somebody wrote it by hand. */
      readonly entry: string;
      /** Program and arguments. */
      readonly command: readonly string[];
      readonly mode: Mode;
      readonly email?: string;
      /** The file that holds the key. */
      readonly keyFile?: string;
      /** Full paths, of the program or the key file, at which nothing stands: the server cannot start. */
      readonly missing: readonly string[];
    };

/** A client that is installed on this machine. */
export interface FoundClient {
  readonly id: ClientId;
  readonly name: string;
  /** Its configuration file, whether or not it stands. */
  readonly path: string;
  readonly state: ClientState;
}

function stateOf({ state }: Sight, surroundings: Surroundings): ClientState {
  if (state.is === 'unusable') return { is: 'broken', why: state.why };
  if (state.is === 'broken') {
    const { line, column } = state.place;
    return { is: 'broken', why: `is broken at line ${line}, column ${column}: ${state.why}` };
  }
  if (state.is !== 'ours') return state;
  const { command, env } = state.entry;
  const { isAbsolute } = pathsOf(surroundings);
  const keyFile = env.COPPER_API_KEY_FILE;
  const email = env.COPPER_USER_EMAIL;
  const named = [command[0], keyFile].filter((path) => path !== undefined && isAbsolute(path));
  return {
    is: 'points here',
    entry: state.name,
    command,
    mode: modeOf(state.entry),
    ...(email === undefined ? {} : { email }),
    ...(keyFile === undefined ? {} : { keyFile }),
    missing: named.flatMap((path) =>
      path !== undefined && surroundings.disk.look(path) === undefined ? path : [],
    ),
  };
}

/** The clients that are installed on this machine, and whether each starts this server. Reads files; changes and starts nothing. */
export function findClients(surroundings: Surroundings): FoundClient[] {
  return clients
    .map((client) => lookAt(client, surroundings))
    .filter(({ installed }) => installed)
    .map((sight) => ({
      id: sight.client.id,
      name: sight.client.name,
      path: sight.path,
      state: stateOf(sight, surroundings),
    }));
}
