import type { HandlerRequest } from './handler-context.ts';
import { asInteger } from './read-value.ts';
import { type HandlerResult, notFoundError } from './reply.ts';
import type { SandboxSearch } from './search/search.ts';
import type { User } from './world/records.ts';

/** `POST /users/search`: only paging, no filters. */
export const userSearch: SandboxSearch<User> = {
  name: 'users',
  rows: ({ world }) => world.users,
  filters: {},
  sortKeys: {},
  defaultSort: null,
  controls: {},
  pageSize: { default: 50, max: 200 },
  shape: (user) => user,
};

/** `GET /users/{id}`; the id `me` is the user of the credential. */
export function answerGetUser({ context, path }: HandlerRequest): HandlerResult {
  const id = asInteger(path.id);
  const user = path.id === 'me' ? context.user : context.world.users.find((one) => one.id === id);
  if (user === undefined) throw notFoundError();
  return { kind: 'value', value: user };
}
