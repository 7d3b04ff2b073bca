import type { Random } from './random.ts';
import type { Address } from './records.ts';

const CITIES: readonly (readonly [city: string, state: string, postal: string, country: string])[] = [
  ['San Francisco', 'CA', '94105', 'US'],
  ['New York', 'NY', '10013', 'US'],
  ['Boston', 'MA', '02110', 'US'],
  ['Scranton', 'PA', '18503', 'US'],
  ['Chicago', 'IL', '60606', 'US'],
  ['Austin', 'TX', '78701', 'US'],
  ['Seattle', 'WA', '98101', 'US'],
  ['Denver', 'CO', '80202', 'US'],
  ['Toronto', 'ON', 'M5H 2N2', 'CA'],
  ['London', 'Greater London', 'EC2A 4NE', 'GB'],
  ['Berlin', 'Berlin', '10117', 'DE'],
  ['München', 'Bayern', '80331', 'DE'],
  ['Paris', 'Île-de-France', '75002', 'FR'],
  ['Madrid', 'Madrid', '28013', 'ES'],
  ['São Paulo', 'SP', '01310-100', 'BR'],
  ['Tokyo', 'Tokyo', '100-0005', 'JP'],
  ['Sydney', 'NSW', '2000', 'AU'],
  ['Mumbai', 'MH', '400001', 'IN'],
];
const STREETS = ['Main St', 'Market Street', 'Oak Avenue', 'Station Road', 'Harbour Way', 'Hauptstraße'];
const NOTHING = { street: null, city: null, state: null, postal_code: null, country: null };
const BLANK = { street: '', city: '', state: '', postal_code: '', country: '' };

/** An address in one of Copper's four states: full, null, all members null, all members empty. */
export function address(random: Random): Address | null {
  const luck = random.next();
  if (luck < 0.15) return null;
  if (luck < 0.2) return { ...NOTHING };
  if (luck < 0.25) return { ...BLANK };
  const [city, state, postal_code, country] = random.pick(CITIES);
  const street = random.chance(0.85) ? `${random.int(1, 1999)} ${random.pick(STREETS)}` : null;
  return { street, city, state, postal_code, country };
}
