import type { RandomStream } from './random.ts';

/** The companies that every account has, whatever the seed: tests and demos look for them by name. */
export const knownCompanies: readonly string[] =
  'Dunder Mifflin, Globex, Globex Europe, Initech, Acme Robotics, Acme Foods, Umbrella Health, Hooli, Stark Paper & Sons, Müller Maschinenbau, Café Olé, Wayne Logistics'.split(
    ', ',
  );

const nameWords =
  'Alder Amber Anchor Apex Arbor Atlas Aurora Beacon Birch Bluebird Boreal Canyon Cedar Cinder Clover Cobalt Coral Crescent Delta Driftwood Ember Falcon Fern Fjord Foxglove Granite Harbor Hazel Heron Horizon Indigo Ivory Juniper Kestrel Lantern Larch Lumen Maple Marble Meadow Meridian Nimbus Northwind Oak Orchid Osprey Pebble Pine Prairie Quartz Raven Redwood Saffron Sierra Silver Solstice Spruce Summit Tidal Willow'.split(
    ' ',
  );
const trades =
  'Analytics Bakery Biotech Capital Clinics Construction Freight Labs Manufacturing Media Retail Systems'.split(
    ' ',
  );

/** So many names have one word before the trade; later ones two, as the combinations run out. */
const shortNames = 500;

/** `count` different company names, the known ones first. */
export function generateCompanyNames(count: number, random: RandomStream): string[] {
  const names = new Set(knownCompanies);
  while (names.size < count) {
    const words = `${random.pick(nameWords)} ${random.pick(trades)}`;
    names.add(names.size < shortNames ? words : `${random.pick(nameWords)} ${words}`);
  }
  return [...names];
}
