import type { Clock } from '../../tool/clock.ts';
import { isObject } from '../../tool/json.ts';
import { createGrants } from './adapter.ts';
import type { SignInStore } from './sign-in-store.ts';

/** Somebody who has signed in with a key. */
export interface SignedInPerson {
  /** As the log names them. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Each client that they have signed in with, by its name or address, and when the sign-in ends unless it is used, in milliseconds. */
  readonly signIns: readonly { readonly client: string; readonly until: number }[];
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** Who has signed in, in alphabetical order; somebody with two keys comes twice. */
export function listPeople(store: Pick<SignInStore, 'find' | 'list'>): readonly SignedInPerson[] {
  const grants = store.list('Grant');
  const people = store.list('Account').map(({ value: { id, name, credentials } }) => ({
    id: text(id),
    name: text(name),
    email: isObject(credentials) ? text(credentials.email) : '',
    signIns: grants.flatMap(({ value: { accountId, clientId }, expiresAt: until }) => {
      const client = store.find('Client', text(clientId))?.value.client_name;
      return accountId === id ? [{ client: text(client) || text(clientId), until }] : [];
    }),
  }));
  return people.toSorted((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
}

/** Ends all sign-ins of these accounts, and forgets their keys; a running server knows it within a second. */
export async function endPeople(store: SignInStore, clock: Clock, ids: readonly string[]): Promise<void> {
  const grants = createGrants(store, clock);
  for (const id of ids) grants.endAccount(id);
  await store.saved();
}
