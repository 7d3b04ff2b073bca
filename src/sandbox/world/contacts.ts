import type { Random } from './random.ts';
import type { Link, Phone } from './records.ts';

const PHONE_KINDS = ['mobile', 'work', 'home', 'other', null];

/** None, one or two numbers in the many ways people write them. */
export function phones(random: Random): Phone[] {
  return Array.from({ length: random.int(0, 2) }, () => {
    const line = String(random.int(1000, 9999));
    const area = random.pick(['415', '212', '617', '312']);
    const number = random.pick([
      `(${area}) 555-${line}`,
      `${area}-555-${line}`,
      `${area}555${line}`,
      `+44 20 7946 ${line}`,
    ]);
    return { number, category: random.pick(PHONE_KINDS) };
  });
}

/** Now and then a social profile. */
export function socials(random: Random, slug: string): Link[] {
  if (random.chance(0.7)) return [];
  const category = random.pick(['linkedin', 'twitter', 'facebook']);
  return [{ url: `https://${category}.example/${slug}`, category }];
}

/** Now and then a web site. */
export function websites(random: Random, domain: string): Link[] {
  return random.chance(0.5) ? [{ url: `https://www.${domain}`, category: random.pick(['work', null]) }] : [];
}
