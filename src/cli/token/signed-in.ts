import { WriteError } from '../../clients/lock-file.ts';
import { readConfig, settingSourceOf } from '../../config.ts';
import type { SignedInPerson } from '../../http/sign-in/people.ts';
import { SealError } from '../../http/sign-in/seal.ts';
import type { SignInStore } from '../../http/sign-in/sign-in-store.ts';
import { createLog } from '../environment.ts';
import { type Shell, UsageError } from '../shell.ts';
import { sealProblem, signInPlace } from '../sign-in-environment.ts';

/** The sign-ins of a server, as the command line sees them. */
interface SignIns {
  readonly people: readonly SignedInPerson[];
  /** Ends all sign-ins of these accounts. */
  end(ids: readonly string[]): Promise<void>;
}

/**
 * Looks at the sign-ins where the server with these settings keeps them, and closes what it has opened.
 *
 * @returns undefined where no secret is set, so that there is nothing to open
 * @throws UsageError for sign-ins that cannot be reached or opened
 */
export async function withSignIns<T>(
  shell: Shell,
  given: string | undefined,
  work: (signIns: SignIns) => Promise<T>,
): Promise<T | undefined> {
  const { env, clock, readFile, machineZone } = shell;
  if (settingSourceOf(env, 'COPPER_HTTP_SECRET').kind === 'default') return undefined;
  const { redisUrl } = readConfig(env, readFile, machineZone);
  const signIns = given ?? (env.COPPER_HTTP_SIGN_INS?.trim() || undefined);
  const location = await signInPlace(shell, { signIns, redisUrl });
  const { openSignInStore } = await import('../../http/sign-in/sign-in-place.ts');
  const { endPeople, listPeople } = await import('../../http/sign-in/people.ts');
  const name = location.path ?? 'Redis';
  let store: SignInStore | undefined;
  try {
    store = await openSignInStore({ ...location, clock, log: createLog('silent', shell.warn) });
    await store.current(0);
    const opened = store;
    return await work({ people: listPeople(opened), end: (ids) => endPeople(opened, clock, ids) });
  } catch (error) {
    if (error instanceof SealError) throw new UsageError(sealProblem(name, error));
    if (error instanceof UsageError || error instanceof WriteError || !(error instanceof Error)) throw error;
    throw new UsageError(`The sign-ins in ${name} cannot be used: ${error.message}.`);
  } finally {
    await store?.close();
  }
}
