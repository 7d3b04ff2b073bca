import type { User } from '../world/records.ts';
import type { SandboxSearch } from './search.ts';

/** `POST /users/search`: nothing but pages. */
export const userSearch: SandboxSearch<User> = {
  name: 'users',
  rows: ({ world }) => world.users,
  filters: {},
  sorts: {},
  defaultSort: null,
  controls: {},
  pageSize: { default: 50, max: 200 },
  shape: (user) => user,
};
