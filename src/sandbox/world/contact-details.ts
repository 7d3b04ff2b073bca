import type { RandomStream } from './random.ts';
import type { Address, Phone, WebLink } from './records.ts';

const cities: readonly (readonly [city: string, state: string, postal: string, country: string])[] = [
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
const streets = ['Main St', 'Market Street', 'Oak Avenue', 'Station Road', 'Harbour Way', 'Hauptstraße'];
const phoneCategories = ['mobile', 'work', 'home', 'other', null];
const nullAddress = { street: null, city: null, state: null, postal_code: null, country: null };
const blankAddress = { street: '', city: '', state: '', postal_code: '', country: '' };

/** An address in one of four forms that Copper returns: filled, null, all members null, all members empty. */
export function randomAddress(random: RandomStream): Address | null {
  const draw = random.next();
  if (draw < 0.15) return null;
  if (draw < 0.2) return { ...nullAddress };
  if (draw < 0.25) return { ...blankAddress };
  const [city, state, postal_code, country] = random.pick(cities);
  const street = random.chance(0.85) ? `${random.int(1, 1999)} ${random.pick(streets)}` : null;
  return { street, city, state, postal_code, country };
}

/** Up to two phone numbers, in the formats that people use. */
export function randomPhones(random: RandomStream): Phone[] {
  return Array.from({ length: random.int(0, 2) }, () => {
    const line = String(random.int(1000, 9999));
    const area = random.pick(['415', '212', '617', '312']);
    const number = random.pick([
      `(${area}) 555-${line}`,
      `${area}-555-${line}`,
      `${area}555${line}`,
      `+44 20 7946 ${line}`,
    ]);
    return { number, category: random.pick(phoneCategories) };
  });
}

/** A social profile in three cases of ten; `slug` is the end of its address. */
export function randomSocials(random: RandomStream, slug: string): WebLink[] {
  if (random.chance(0.7)) return [];
  const category = random.pick(['linkedin', 'twitter', 'facebook']);
  return [{ url: `https://${category}.example/${slug}`, category }];
}

/** A web site in half of the cases. */
export function randomWebsites(random: RandomStream, domain: string): WebLink[] {
  return random.chance(0.5) ? [{ url: `https://www.${domain}`, category: random.pick(['work', null]) }] : [];
}
