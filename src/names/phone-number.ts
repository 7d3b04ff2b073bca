import { quoted } from '../tool/sentences.ts';

/**
 * How a number that somebody has fits one that was asked for: the same number, one that ends with all of it, or one that only has the
 * same last seven digits.
 */
export type PhoneFit = 'same' | 'end' | 'part';

/** The fewest digits that are compared as a part of a number. */
const fewestDigits = 7;

/** A number as digits, without what is only dialled before it or is an extension. */
interface PhoneNumber {
  readonly digits: string;
  /** True if it begins with the code of its country. */
  readonly isInternational: boolean;
}

function readPhone(text: string): PhoneNumber {
  const number = text
    .trim()
    .replace(/^tel:/i, '')
    .replace(/(?<!\s)\s*(?:ext\.?|x)\s*\d+$/i, '');
  const isInternational = /^(?:\(?\+|00)/.test(number);
  // The nought of `+44 (0)20` is dialled inside the country only.
  const digits = (isInternational ? number.replace('(0)', '') : number).replace(/\D/g, '');
  return { digits: isInternational ? digits.replace(/^00/, '') : digits, isInternational };
}

/** True for the number of a country, with and without its code: `020 7946 1062` is `+44 20 7946 1062`. */
function isWithCode(international: PhoneNumber, national: PhoneNumber): boolean {
  const own = national.digits.replace(/^0/, '');
  const code = international.digits.length - own.length;
  return own.length > fewestDigits && code >= 1 && code <= 3 && international.digits.endsWith(own);
}

/**
 * How a number fits one that was asked for, however both are written: with spaces, brackets, an extension, with or without the code of the
 * country. A number without it ends with less than is asked for, or with as much.
 *
 * @returns undefined if their last seven digits differ, or all if fewer are asked for
 */
export function phoneFit(asked: string, number: string): PhoneFit | undefined {
  const [wanted, recorded] = [readPhone(asked), readPhone(number)];
  if (wanted.digits === '' || recorded.digits === '') return undefined;
  if (wanted.digits === recorded.digits) return 'same';
  // A nought in front makes a number a national one, and a code alone shows which part of a number it is.
  if (wanted.isInternational && !recorded.isInternational && isWithCode(wanted, recorded)) return 'same';
  if (!wanted.isInternational && isWithCode(recorded, wanted)) return 'same';
  if (!wanted.isInternational && recorded.digits.endsWith(wanted.digits)) return 'end';
  const isPart = wanted.digits.length >= fewestDigits && recorded.digits.length >= fewestDigits;
  return isPart && recorded.digits.slice(-fewestDigits) === wanted.digits.slice(-fewestDigits)
    ? 'part'
    : undefined;
}

/**
 * The last seven digits of a number, in which any two that are the same agree; undefined for a shorter one, such as an extension, which
 * says nothing of whose it is.
 */
export function phoneEnding(text: string): string | undefined {
  const { digits } = readPhone(text);
  return digits.length < fewestDigits ? undefined : digits.slice(-fewestDigits);
}

/** How many of the last digits of two numbers are the same. */
export function commonDigits(one: string, other: string): number {
  const [left, right] = [readPhone(one).digits, readPhone(other).digits];
  let count = 0;
  while (count < left.length && left.at(-1 - count) === right.at(-1 - count)) count++;
  return count;
}

/** The best fit of several numbers. */
export const bestPhoneFit = (asked: string, numbers: readonly string[]): PhoneFit | undefined => {
  const fits = numbers.map((one) => phoneFit(asked, one));
  return (['same', 'end', 'part'] as const).find((fit) => fits.includes(fit));
};

/** Those whose numbers fit best, and how: only those of the best fit that any has; undefined if none fits. */
export function bestPhoneFits<One>(
  asked: string,
  all: readonly One[],
  numbersOf: (one: One) => readonly string[],
): [fit: PhoneFit, found: One[]] | undefined {
  const fits = all.map((one) => bestPhoneFit(asked, numbersOf(one)));
  const best = (['same', 'end', 'part'] as const).find((fit) => fits.includes(fit));
  return best === undefined ? undefined : [best, all.filter((_, at) => fits[at] === best)];
}

/** What is said of records whose numbers fit only in part. */
export const partialPhoneNote = (kind: string, asked: string): string =>
  `No ${kind} has exactly the phone number ${quoted(asked)}; only the last digits are the same.`;
