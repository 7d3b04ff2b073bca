import { decimalOf } from '../../src/tool/decimal.ts';
import { quoted } from '../../src/tool/sentences.ts';
import { ToolError } from '../../src/tool/tool-error.ts';

/** Numbers or Unix seconds between two ends, both included; an end that is missing is open. */
export interface NumberRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** A range as a person wrote it. */
interface WrittenRange extends NumberRange {
  /** True if it names a currency. */
  readonly currency: boolean;
  /** How it was read, `300000..500000` or `>300000`; undefined if it is written so. */
  readonly text?: string;
}

/** A range as it was read, if that is not how it is written. */
function readAs(given: string, text: string): { readonly text?: string } {
  const plain = given.replace(/\s/g, '').replace(/^=+/, '');
  return plain === text ? {} : { text };
}

const factors: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mm: 1e6,
  mn: 1e6,
  mio: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
};

const code =
  'usd|eur|gbp|chf|cad|aud|nzd|jpy|cny|inr|sgd|hkd|sek|nok|dkk|pln|brl|mxn|zar|dollars?|euros?|pounds?';
const before = `(?:us|c|ca|a|au|nz|hk|s|r)?\\p{Sc}|${code}`;
const after = `\\p{Sc}|${code}`;
const digits = "\\d(?:[\\d.,_'’ ]*\\d)?(?:e\\+?\\d{1,2})?";
/** Of a text in which every run of spaces is one: with more of them, it could be matched in too many ways. */
const amountForm = new RegExp(
  `^(${before})? ?([-−])? ?(${before})? ?(${digits}) ?([a-z]*?) ?(${after})? ?(%)?$`,
  'iu',
);

/** One number as people write it; undefined for anything else. */
function readAmount(text: string, percent: boolean) {
  const [, outer, minus, inner, number, word = '', behind, sign] =
    amountForm.exec(text.trim().replace(/\s+/g, ' ')) ?? [];
  const unit = word.toLowerCase();
  const factor = Object.hasOwn(factors, unit) ? factors[unit] : undefined;
  if (number === undefined || factor === undefined || (sign !== undefined && !percent)) return undefined;
  const value = decimalOf(number, factor !== 1);
  if (value === undefined || !Number.isFinite(value * factor)) return undefined;
  // Rounded: 1.1 × 1,000,000 is not a whole number in binary.
  const amount = factor === 1 ? value : Number((value * factor).toPrecision(15));
  return {
    amount: minus === undefined ? amount : -amount,
    scaled: factor !== 1,
    currency: [outer, inner, behind].some((one) => one !== undefined),
  };
}

/** So much above or below a number counts as another one. */
const step = (value: number) => Math.max(1e-6, Math.abs(value) * 2 ** -52);

/** What is written before one number and says which end of a range it is. */
const comparisons: readonly (readonly [RegExp, (value: number) => NumberRange, string])[] = [
  [/^(?:>=|=>|≥|at least\b|from\b)/i, (value) => ({ from: value }), '>='],
  [/^(?:<=|=<|≤|at most\b|up to\b)/i, (value) => ({ to: value }), '<='],
  [/^(?:>|over\b|above\b|more than\b)/i, (value) => ({ from: value + step(value) }), '>'],
  [/^(?:<|under\b|below\b|less than\b)/i, (value) => ({ to: value - step(value) }), '<'],
  [/^={1,2}/, (value) => ({ from: value, to: value }), ''],
];

/** The two ends of `1..5`, `1-5`, `1 to 5`, `between 1 and 5`; an empty text is an open end. */
function endsOf(text: string): readonly string[] {
  if (text.includes('..')) return text.split(/\.\.+/).length > 2 ? [] : text.split('..');
  const inWords = /^between\s/i.test(text) ? /\sand\s/i.exec(text) : null;
  if (inWords !== null && inWords.index > 'between'.length)
    return [text.slice('between'.length, inWords.index), text.slice(inWords.index + inWords[0].length)];
  // The last sign that has something written before it and a number behind it: of `-5 - -3` the second.
  const signs = [...text.matchAll(/\sto\s|[-–—]/gi)].reverse();
  const sign = signs.find(
    ({ 0: { length }, index }) =>
      /\w[^\w\-–—]*$/.test(text.slice(0, index)) && /\d/.test(text.slice(index + length)),
  );
  if (sign === undefined) return [text, text];
  return [text.slice(0, sign.index), text.slice(sign.index + sign[0].length)];
}

const forms = '100..500, 100.., ..500, >100, 300k, 1.5m or 1500.50';

const refused = (text: string, why: string, wanted: string) =>
  new ToolError('invalid_input', `${quoted(text)} ${why}; write ${wanted}.`);
const twofold = 'can be read in two ways';

/** The error for a text of which this part is not one number. */
const notANumber = (text: string, wanted: string, part = text) =>
  refused(
    text,
    /^[^\d]*\d{1,3}[.,]\d{3}\s*[a-z]*$/i.test(part.trim()) ? twofold : 'is not a number or range',
    wanted,
  );

/**
 * A number or a range as people write it: `20000..50000`, `20000..`, `>300k`, `$1.5m`, `1.500,00`, `100-500`.
 *
 * @param percent true if a number may end in `%`
 * @param wanted the forms that an error names
 * @throws ToolError `invalid_input` for what is not a range or can be read as two, and for one that runs backwards
 */
export function numberRange(text: string, percent = false, wanted = forms): WrittenRange {
  const given = text.trim();
  const read = (part: string) => {
    const found = readAmount(part, percent);
    if (found === undefined) throw notANumber(text, wanted, part);
    return found;
  };
  const compared = comparisons.find(([sign]) => sign.test(given));
  if (compared !== undefined) {
    const [sign, range, written] = compared;
    const { amount, currency } = read(given.replace(sign, ''));
    return { ...range(amount), currency, ...readAs(given, `${written}${amount}`) };
  }
  const [lastWord = ''] = given.endsWith('+') ? given.slice(0, -1).trim().split(/\s/).slice(-1) : [];
  if (/\d/.test(lastWord)) {
    const { amount, currency } = read(given.slice(0, -1));
    return { from: amount, currency, text: `${amount}..` };
  }
  const ends = endsOf(given).map((end) => (end.trim() === '' ? undefined : read(end)));
  const [low, high] = ends;
  if (low === undefined && high === undefined) throw notANumber(text, wanted);
  // `300..500k`: is that 300 or 300k?
  if (low && high?.scaled && !low.scaled && low.amount > 0 && low.amount < 1000)
    throw refused(text, twofold, wanted);
  if (low !== undefined && high !== undefined && low.amount > high.amount) {
    throw new ToolError(
      'invalid_input',
      `The range ${text} runs backwards; write ${high.amount}..${low.amount}.`,
    );
  }
  const isOne = low !== undefined && low.amount === high?.amount;
  return {
    from: low?.amount,
    to: high?.amount,
    ...readAs(
      given,
      isOne && !given.includes('..') ? String(low.amount) : `${low?.amount ?? ''}..${high?.amount ?? ''}`,
    ),
    currency: ends.some((end) => end?.currency === true),
  };
}

/** What a number with a currency's sign does not ask for. */
export const anyCurrency = (name: string) =>
  `${name} is compared as a number: amounts in other currencies are searched as well.`;
