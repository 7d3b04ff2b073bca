import type { Company, Lead, Person } from '../../src/sandbox/sandbox.ts';
import { addressOf, type Ground, type Value } from './facts.ts';
import { sortedBy } from './kind.ts';

/** An address or a number with its kind, as single records tell it. */
export const withKind = (value: string, kind: string | null | undefined): string =>
  kind ? `${value} (${kind})` : value;

/** What people, companies and leads have in common. */
export function contactFacts(row: Person | Company | Lead, { world }: Ground): Record<string, Value> {
  const { address } = row;
  return {
    id: row.id,
    name: row.name,
    phone: row.phone_numbers.map(({ number }) => number),
    'phone with kinds': row.phone_numbers.map(({ number, category }) => withKind(number, category)),
    owner: row.assignee_id,
    interactions: row.interaction_count,
    city: address?.city ?? null,
    state: address?.state ?? null,
    country: address?.country ?? null,
    zip: address?.postal_code ?? null,
    address: addressOf(address),
    socials: row.socials.map(({ url }) => url),
    websites: row.websites.map(({ url }) => url),
    tags: row.tags,
    created: row.date_created,
    modified: row.date_modified,
    details: row.details,
    'first phone': row.phone_numbers[0]?.number ?? null,
    'first website': row.websites[0]?.url ?? null,
    'owner name': world.users.find(({ id }) => id === row.assignee_id)?.name ?? null,
  };
}

/** How what they have in common is told. */
export const contactFields = {
  id: 'number',
  name: 'text',
  phone: 'first',
  owner: 'user',
  interactions: 'number',
  city: 'text',
  address: 'all',
  socials: 'all',
  websites: 'all',
  tags: 'all',
  created: 'time',
  modified: 'time',
  details: 'text',
} as const;

/** What can be asked about all of them. */
export const contactAskable = [
  { name: 'owner', as: 'names', list: 'user', of: 'owner', own: true, orNone: true },
  { name: 'tags', as: 'tags', of: 'tags', own: true },
  { name: 'state', as: 'whole', of: 'state' },
  { name: 'postal_code', as: 'whole', of: 'zip' },
  { name: 'socials', as: 'any text', of: 'socials' },
  { name: 'interactions', as: 'numbers', of: 'interactions' },
  { name: 'interaction_count', as: 'numbers', of: 'interactions' },
  { name: 'ids', as: 'ids', of: 'id' },
  { name: 'followed', as: 'followed', of: 'id' },
  { name: 'age', as: 'age', of: 'created' },
  { name: 'modified_date', as: 'moments', of: 'modified' },
  { name: 'details', as: 'contains', of: 'details' },
  { name: 'websites', as: 'contains', of: 'websites' },
  { name: 'address', as: 'contains', of: 'address' },
  { name: 'phone', as: 'there', of: 'phone' },
  { name: 'websites', as: 'there', of: 'websites' },
  { name: 'city', as: 'there', of: 'city' },
  { name: 'details', as: 'there', of: 'details' },
  { name: 'tags', as: 'there', of: 'tags' },
] as const;

/** By what all of them can be sorted. */
export const placeKeys = sortedBy(true, 'name', 'city', 'state', 'country', 'zip', 'created', 'modified');
