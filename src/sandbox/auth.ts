import type { SandboxSettings } from './options.ts';
import { SandboxError } from './reply.ts';
import type { User } from './world/records.ts';

/** Who sends a request. */
export interface AuthenticatedCaller {
  credential: string;
  user: User;
}

/**
 * Reads a bearer token, which belongs to the first user, or an API key with its two further headers.
 *
 * @throws SandboxError 401 without an accepted credential.
 */
export function authenticate(
  headers: Headers,
  users: readonly User[],
  settings: SandboxSettings,
): AuthenticatedCaller {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  const credential = bearer ?? headers.get('x-pw-accesstoken') ?? '';
  const user = bearer === undefined ? keyOwner(headers, users) : users[0];
  const accepted = settings.credentials?.includes(credential) ?? credential !== '';
  if (!accepted || user === undefined) throw new SandboxError(401, 'Unauthorized');
  return { credential, user };
}

function keyOwner(headers: Headers, users: readonly User[]): User | undefined {
  if (headers.get('x-pw-application') !== 'developer_api') return undefined;
  const email = headers.get('x-pw-useremail')?.toLowerCase();
  return users.find((user) => user.email === email);
}
