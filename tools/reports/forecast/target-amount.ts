import { quoted } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { numberRange } from '../../inputs/amounts.ts';

/** An amount that somebody set as a target. */
export interface TargetAmount {
  readonly value: number;
  /** Its currency, `USD`; `$` for a dollar that the account has to tell; undefined if none was given. */
  readonly unit: string | undefined;
}

/** Signs and words that mean one currency; a dollar alone may be of several countries. */
const currencyWords: Readonly<Record<string, string>> = {
  $: '$',
  dollar: '$',
  dollars: '$',
  us$: 'USD',
  ca$: 'CAD',
  au$: 'AUD',
  nz$: 'NZD',
  hk$: 'HKD',
  '€': 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  '£': 'GBP',
  pound: 'GBP',
  pounds: 'GBP',
  '₹': 'INR',
};

const isCode = (text: string) => Intl.supportedValuesOf('currency').includes(text.toUpperCase());

/** The currency that a sign, a word or a code stands for; undefined for any other text. */
export function currencyOf(text: string): string | undefined {
  const word = text.trim().toLowerCase();
  if (Object.hasOwn(currencyWords, word)) return currencyWords[word];
  return /^[a-z]{3}$/.test(word) && isCode(word) ? word.toUpperCase() : undefined;
}

/** What stands at an end of an amount: letters, a sign, or both. */
const [before, after] = [
  /^(?:[a-z]{1,7}|[a-z]{0,2}\p{Sc})(?=[\s\d])/iu,
  /(?<=[\s\d.a-z])(?:[a-z]{3,7}|\p{Sc})$/iu,
];

/** The amount without its currency, and the currency at one of its ends. */
function takeCurrency(text: string): { readonly number: string; readonly unit: string | undefined } {
  const [first] = before.exec(text) ?? [];
  const start = first === undefined ? undefined : currencyOf(first);
  if (first !== undefined && start !== undefined) return { number: text.slice(first.length), unit: start };
  const [last] = after.exec(text) ?? [];
  const end = last === undefined ? undefined : currencyOf(last);
  return last === undefined || end === undefined
    ? { number: text, unit: undefined }
    : { number: text.slice(0, -last.length), unit: end };
}

const forms = '250000 USD or 100k EUR';

/**
 * A target as people write it: `250000 USD`, `$250k`, `1.5m EUR`.
 *
 * @throws ToolError `invalid_input` for what is not one amount above 0, can be read in two ways, or has two currencies
 */
export function targetAmount(text: string): TargetAmount {
  const { number, unit } = takeCurrency(text.trim());
  const { from, to, currency } = numberRange(number, false, forms);
  if (from === undefined || from !== to || currency)
    throw new ToolError('invalid_input', `${quoted(text)} is not one amount; write e.g. ${forms}.`);
  if (from <= 0) throw new ToolError('invalid_input', `The target ${quoted(text)} must be more than 0.`);
  return { value: from, unit };
}

const isNamed = (unit: string | undefined) => unit !== undefined && unit !== '$';

/** True if two targets may be in one currency: then one of them is a repetition of the other. */
export const mayBeOneCurrency = (one: TargetAmount, other: TargetAmount): boolean =>
  one.unit === other.unit || !isNamed(one.unit) || !isNamed(other.unit);
