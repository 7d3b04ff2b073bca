import { type Making, type Meaning, recased } from './condition.ts';
import { type Fact, textsIn } from './facts.ts';
import type { Askable, Kind } from './kind.ts';
import type { Random } from './random.ts';
import { lower } from './text.ts';

/** Conditions on texts. */

/** Texts that a person would type: letters, digits and plain marks. */
export const typed = /^[\p{L}\p{N}][\p{L}\p{N} .,'&:/@+()-]*[\p{L}\p{N})]$/u;

/** A record of the kind in which something is there that can be typed. */
function exampleText(facts: readonly Fact[], of: string, random: Random): string {
  for (let turn = 0; turn < 200; turn++) {
    const found = textsIn(random.pick(facts).values[of]).find((text) => typed.test(text) && text !== 'none');
    if (found !== undefined) return found;
  }
  return 'Nothing like it';
}

/** A piece of a text: some of its words, or some letters of them. */
function pieceOf(text: string, random: Random): string {
  const words = text.split(' ');
  const from = random.int(0, words.length - 1);
  const some = words.slice(from, from + random.int(1, 4)).join(' ');
  const piece = random.chance(0.3) && some.length > 4 ? some.slice(random.int(0, 1), random.int(3, 6)) : some;
  const trimmed = piece.trim().slice(0, 60);
  return typed.test(trimmed) && !/^(?:none|any)$/i.test(trimmed) ? trimmed : text.slice(0, 60).trim();
}

/** Part of a text, a whole text, or one of several. */
export function textMeaning({ as, of }: Askable, kind: Kind, { account, random }: Making): Meaning {
  const whole = exampleText(account.facts(kind), of, random);
  const isExact = as === 'whole' || (random.chance(0.2) && as !== 'any text');
  const said = recased(isExact || as === 'any text' ? whole : pieceOf(whole, random), random);
  const equal = (text: string) => lower(text) === lower(said);
  const has = (text: string) => lower(text).includes(lower(said));
  const test = isExact || as === 'any text' ? equal : has;
  const value = as === 'whole' || as === 'any text' || !isExact ? said : `=${said}`;
  return {
    value: as === 'any text' ? [value] : value,
    keep: ({ values: { [of]: found } }) => textsIn(found).some(test),
  };
}

/** A whole e-mail address, in any case. */
export function emailMeaning({ of, name }: Askable, kind: Kind, { account, random }: Making): Meaning {
  const email = recased(exampleText(account.facts(kind), of, random), random);
  return {
    value: name === 'emails' ? [email] : email,
    keep: ({ values: { [of]: found } }) => textsIn(found).some((one) => lower(one) === lower(email)),
  };
}

/** A domain, or an address with it. */
export function domainMeaning({ of }: Askable, kind: Kind, { account, random }: Making): Meaning {
  const domain = exampleText(account.facts(kind), of, random);
  return {
    value: random.pick([domain, `https://www.${domain}/about`, `someone@${domain}`, `www.${domain}`]),
    keep: ({ values: { [of]: found } }) => textsIn(found).some((one) => lower(one) === lower(domain)),
  };
}

const digits = (text: string) => text.replaceAll(/\D/g, '');

/** As Copper's pages tell it: up to six leading digits are forgiven where six remain, so what matters is the end. */
export function phoneMeaning({ of, name }: Askable, kind: Kind, { account, random }: Making): Meaning {
  const phone = exampleText(account.facts(kind), of, random);
  const all = digits(phone);
  const end = all.slice(-Math.max(6, all.length - 6));
  return {
    value: name === 'phone_numbers' ? [phone] : phone,
    keep: ({ values: { [of]: found } }) => textsIn(found).some((one) => digits(one).endsWith(end)),
  };
}
