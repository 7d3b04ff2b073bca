import type { User } from '../world/records.ts';
import type { Search } from './search.ts';

/** `POST /users/search`: nothing but pages. */
export const USERS: Search<User> = {
  name: 'users',
  rows: ({ world }) => world.users,
  filters: {},
  sorts: {},
  usualSort: null,
  controls: {},
  size: { usual: 50, most: 200 },
  shape: (user) => user,
};
