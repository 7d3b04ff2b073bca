import type { RandomStream } from './random.ts';
import type { Named, User } from './records.ts';
import { toAscii } from './words.ts';

const teams: readonly Named[] = [
  { id: 71201, name: 'Sales Americas' },
  { id: 71202, name: 'Sales EMEA' },
  { id: 71203, name: 'Customer Success' },
];

/** Names, and positions of their teams. The first user is the owner of bearer tokens; two are called Jane. */
const userSpecs: readonly (readonly [name: string, ...teams: number[]])[] = [
  ['Dana Li', 0],
  ['Jane Park', 0],
  ['Jane Smith', 1],
  ['Miguel Ángel Torres', 0, 1],
  ['Zoë Müller', 1],
  ['Priya Raman', 1],
  ['Tomáš Novák', 1],
  ['Aisha Bello', 0],
  ['Kenji Sato', 2],
  ['Olivia Brown', 2],
  ['Søren Kjær', 2, 1],
  ['Fatima El Amrani', 2],
];

/** The users of every account. */
export const accountUsers: readonly User[] = userSpecs.map(([name, ...memberOf], index) => ({
  id: 137_658 + index * 11,
  name,
  email: `${toAscii(name.replace('æ', 'ae')).replaceAll(' ', '.')}@example.com`,
  groups: teams.filter((_, team) => memberOf.includes(team)),
}));

/** The user id of an owner: sometimes null, the first user more often than others. */
export function randomOwner(random: RandomStream): number | null {
  if (random.chance(0.06)) return null;
  return random.chance(0.15) ? (accountUsers[0]?.id ?? null) : random.pick(accountUsers).id;
}
