import type { RandomStream } from './random.ts';

/** The items of a text, which stand between commas, or between spaces if it has no comma. */
function listOf({ raw: [text = ''] }: TemplateStringsArray): readonly string[] {
  return text.split(text.includes(', ') ? ', ' : ' ');
}

/** First names of the generated people. */
export const firstNames = listOf`Aaron Abigail Adaeze Aiko Alejandra Amara Amit Ana Anders André Anika Antonio Arjun Astrid Beatriz Ben Björn Bruno Camila Carlos Carmen Chen Chiara Chloé Clara Daniel Deepa Diego Dmitri Eduardo Eleni Elif Emma Erik Eva Farah Felix Fernanda Fiona François Freya Gabriel Georgia Grace Hana Hassan Hiroshi Hugo Ibrahim Ines Ingrid Isaac Ivan Jamal Jane João Jonas José Julia Kamal Karin Katarzyna Kofi Lars Laura Leila Liam Lina Lucía Luca Magnus Malik Maria Marta Mateo Mei Michael Mina Mohammed Nadia Naomi Nia Niklas Nina Noah Nora Omar Oscar Pablo Paula Pedro Petra Pierre Rachel Rafael Rania René Rosa Ryan Samira Samuel Sara Sergei Sofía Stefan Sunita Tariq Thandiwe Theo Tomasz Uma Valentina Victor Wei Xavier Yara Yuki Yusuf Zainab Zeynep`;

/** Their last names. */
export const lastNames = listOf`Abbott Adeyemi Ahmed Alvarez Andersson Banerjee Bauer Becker Bianchi Blanc Botha Boyle Bruun Campbell Castillo Chan Chaudhry Cohen Costa Cruz Dahl Das Delgado Diallo Dubois Dupont Eriksson Esposito Estévez Farouk Fernandes Ferrari Fischer Fletcher Fontaine Fraser Garcia Gomez Grant Gupta Haddad Hansen Hassan Hayashi Herrera Hoffmann Holm Horvat Huang Hughes Ito Ivanova Jackson Jansen Jensen Johansson Kaplan Kaya Khan Kim Kowalski Kumar Laurent Lefèvre Lehmann Lindqvist López Lund Mancini Mbeki Meier Mendoza Mensah Moreau Murphy Nakamura Nguyen Nilsson Nkosi Novak O'Brien O'Neill Okafor Oliveira Olsen Ortiz Osei Papadopoulos Patel Pérez Petrov Popescu Quinn Rahman Ramírez Reyes Richter Rossi Roy Russo Salazar Sánchez Santos Schmidt Schneider Schröder Shah Sharma Silva Singh Sokolov Stewart Sørensen Suzuki Tanaka Taylor Tran Turner Vargas Vasquez Virtanen Vogel Wagner Walker Wang Weber White Williams Wójcik Wong Wright Yamamoto Yılmaz Young Zhang Zimmermann`;

/** Their job titles. */
export const jobTitles = listOf`CEO, CFO, CTO, Head of Procurement, VP Operations, Office Manager, IT Director, Marketing Lead, Sales Manager, Plant Manager, Buyer, Account Manager, Software Engineer, Head of People`;

/** The name in lower-case ASCII letters, as in an e-mail address or a domain. */
export function toAscii(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[øØ]/g, 'o')
    .replace(/ı/g, 'i')
    .replace(/[łŁ]/g, 'l')
    .replace(/[^A-Za-z0-9 ]/g, '')
    .toLowerCase();
}

/** The companies that every account has, whatever the seed: tests and demos look for them by name. */
export const knownCompanies = listOf`Dunder Mifflin, Globex, Globex Europe, Initech, Acme Robotics, Acme Foods, Umbrella Health, Hooli, Stark Paper & Sons, Müller Maschinenbau, Café Olé, Wayne Logistics`;

const nameWords = listOf`Alder Amber Anchor Apex Arbor Atlas Aurora Beacon Birch Bluebird Boreal Canyon Cedar Cinder Clover Cobalt Coral Crescent Delta Driftwood Ember Falcon Fern Fjord Foxglove Granite Harbor Hazel Heron Horizon Indigo Ivory Juniper Kestrel Lantern Larch Lumen Maple Marble Meadow Meridian Nimbus Northwind Oak Orchid Osprey Pebble Pine Prairie Quartz Raven Redwood Saffron Sierra Silver Solstice Spruce Summit Tidal Willow`;
const trades = listOf`Analytics Bakery Biotech Capital Clinics Construction Freight Labs Manufacturing Media Retail Systems`;

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

const sentences = [
  'They asked for a second quote with the longer term.',
  'Budget is confirmed for this quarter.',
  'Waiting for legal to return the marked-up contract.',
  'The champion moved to another team; we need a new contact.',
  'Demo went well, security review comes next.',
  'Left a voicemail and sent the summary by e-mail.',
  'They compare us with one other vendor.',
  'Procurement wants net 60.',
  'Kick-off is planned for the first week of the month.',
  'Asked for references in the same industry.',
  'Price is fine, timing is not.',
  'Renewal depends on the new reporting module.',
];

/** What is sold, as the names of deals end. */
export const products = listOf`platform rollout, renewal, pilot, expansion, training package, support plan, hardware refresh, migration, analytics add-on, annual licence`;

/** What is to be done, as the names of tasks begin. */
export const taskTitles = listOf`Call back, Send proposal, Follow up, Prepare demo, Check contract, Schedule review, Send invoice, Ask for references`;

/** The account's tags. */
export const accountTags = listOf`vip newsletter partner press event-2025 event-2026 webinar cold hot churn-risk upsell reseller nonprofit public-sector beta trial legacy champion blocker competitor referral inbound outbound priority strategic tier-1 tier-2 tier-3 emea apac americas do-not-call billing-issue renewal Q1 Q2 Q3 Q4 café 東京`;

/** `count` sentences such as users write into a CRM. */
export function randomSentences(random: RandomStream, count: number): string {
  let text = random.pick(sentences);
  for (let more = 1; more < count; more++) text += ` ${random.pick(sentences)}`;
  return text;
}

/** The `details` of a record: mostly short, often null or empty, rarely more than 2,000 characters. */
export function randomDetails(random: RandomStream): string | null {
  if (random.chance(0.5)) return random.chance(0.3) ? '' : null;
  return randomSentences(random, random.chance(0.02) ? 60 : random.int(1, 3));
}
