import type { RandomStream } from './random.ts';

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
export const products: readonly string[] =
  'platform rollout, renewal, pilot, expansion, training package, support plan, hardware refresh, migration, analytics add-on, annual licence'.split(
    ', ',
  );

/** What is to be done, as the names of tasks begin. */
export const taskTitles: readonly string[] =
  'Call back, Send proposal, Follow up, Prepare demo, Check contract, Schedule review, Send invoice, Ask for references'.split(
    ', ',
  );

/** The account's tags. */
export const accountTags: readonly string[] =
  'vip newsletter partner press event-2025 event-2026 webinar cold hot churn-risk upsell reseller nonprofit public-sector beta trial legacy champion blocker competitor referral inbound outbound priority strategic tier-1 tier-2 tier-3 emea apac americas do-not-call billing-issue renewal Q1 Q2 Q3 Q4 café 東京'.split(
    ' ',
  );

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
