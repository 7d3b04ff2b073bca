import type { Log } from '../../log.ts';
import type { Clock } from '../../tool/clock.ts';
import { HttpError } from '../http-error.ts';
import { openFileStore, type SignInFile } from './file-store.ts';
import { createSeal } from './seal.ts';
import { openSharedStore, type SharedSignIns } from './shared-store.ts';
import type { SignInStore } from './sign-in-store.ts';

/** Where sign-ins are kept: in a file of this server alone, or where several servers share them. */
export type SignInPlace =
  | { readonly kind: 'file'; readonly file: SignInFile }
  | { readonly kind: 'shared'; readonly shared: SharedSignIns };

/** What a store is opened with. */
interface SignInPlaceOptions {
  readonly place: SignInPlace;
  /** The one in use first. */
  readonly secrets: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

/** @throws SealError for sign-ins that cannot be opened, and what reading a file throws */
export async function openSignInStore({ place, secrets, ...rest }: SignInPlaceOptions): Promise<SignInStore> {
  const seal = createSeal(secrets);
  if (place.kind === 'shared') return openSharedStore({ shared: place.shared, seal, ...rest });
  return openFileStore({ file: place.file, seal, ...rest });
}

/** How long clients are asked to wait, in seconds: longer than a used token is claimed. */
const headers = { 'Retry-After': '15' };

/** What is asked of the store during a request. Both functions throw HttpError 503 when the place cannot be reached. */
export function createStoreAccess(store: SignInStore): Pick<SignInStore, 'current' | 'saved'> {
  const unavailable = (reason: string, message: string) => (cause: unknown) => {
    throw new HttpError(503, 'temporarily_unavailable', message, { reason, headers, cause });
  };
  return {
    current: (maxAgeMs) =>
      store
        .current(maxAgeMs)
        .catch(
          unavailable(
            'sign_ins_unavailable',
            'Sign-ins cannot be checked right now; try again in a few seconds. Nobody was signed out.',
          ),
        ),
    saved: () =>
      store
        .saved()
        .catch(
          unavailable(
            'sign_ins_not_saved',
            'The sign-in could not be stored; try again soon, or tell the administrator of this server.',
          ),
        ),
  };
}
