import { type JsonObject, type JsonValue, numberOf } from '../../../src/tool/json.ts';
import { joined, numbered, quoteIfAmbiguous } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { dealValue, noCurrencies } from '../deals/deal-values.ts';
import type { CurrencyTarget, UnitOf } from './fitting-targets.ts';
import type { WorthOf } from './forecast-sums.ts';
import type { ForecastDeal } from './read-deals.ts';
import type { TargetAmount } from './target-amount.ts';

/** How the amounts of a forecast are told. */
export interface ForecastMoney {
  readonly worthOf: WorthOf;
  /** What the answer says about currencies. */
  readonly notes: readonly string[];
}

const dollars = ['USD', 'CAD', 'AUD', 'NZD', 'HKD', 'SGD', 'TWD'];

const listed = (units: Iterable<string>) =>
  joined([...units].sort().map((unit) => quoteIfAmbiguous(unit || '(none)')));

const unitIn = (value: JsonValue | undefined) => (typeof value === 'string' ? value.trim() : '');

/** An amount in one currency, which is empty if Copper names none. */
interface Worth {
  readonly value: number;
  readonly unit: string;
}

function ownWorth(deal: JsonObject): Worth | undefined {
  const worth = dealValue(deal);
  return worth && { value: worth.value, unit: worth.unit.trim() };
}

/** What Copper converts a deal to: its value in the account's currency; undefined if it does not tell. */
function convertedWorth(deal: JsonObject): Worth | undefined {
  const value = numberOf(deal.converted_value);
  const unit = unitIn(deal.converted_unit);
  return value === undefined || unit === '' ? undefined : { value, unit };
}

/** The one currency to which Copper converts these deals; undefined if there is none, or there are several. */
function accountUnit(deals: readonly ForecastDeal[]): string | undefined {
  const units = new Set(deals.flatMap(({ deal }) => convertedWorth(deal)?.unit ?? []));
  const [unit, second] = units;
  return second === undefined ? unit : undefined;
}

/** The currency of most of these amounts; an empty text for none. */
function usualUnit(worths: readonly Worth[]): string {
  const uses = new Map<string, number>();
  for (const { unit } of worths) uses.set(unit, (uses.get(unit) ?? 0) + 1);
  const [[unit] = ['']] = [...uses].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  return unit;
}

/** The currency of a target that was given without one, or with a dollar sign alone: the one that it can be. */
function impliedUnit(isDollar: boolean, likely: readonly string[]): string {
  const [only, second] = isDollar ? likely.filter((unit) => dollars.includes(unit)) : likely;
  if (only !== undefined && second === undefined) return only;
  if (likely.length === 0) return isDollar ? 'USD' : '';
  throw new ToolError(
    'invalid_input',
    `Give the currency of the target, e.g. 250000 USD: deals are in ${listed(likely)}.`,
  );
}

const ownWorths = (deals: readonly ForecastDeal[]) => deals.flatMap(({ deal }) => ownWorth(deal) ?? []);

/**
 * How the currencies of targets are read that were given without one, or with a dollar sign alone: as the account's, else as the only one
 * of the deals, with a note. If Copper names no currencies, every target has none.
 *
 * The function that it returns throws ToolError `invalid_input` if several may be meant.
 */
export function targetUnits(deals: readonly ForecastDeal[], note: (text: string) => void): UnitOf {
  const present = new Set(ownWorths(deals).map(({ unit }) => unit));
  const account = accountUnit(deals);
  const isWithoutUnits = present.size === 1 && present.has('');
  return ({ unit }: TargetAmount) => {
    if (isWithoutUnits) return '';
    if (unit !== undefined && unit !== '$') return unit;
    const implied = impliedUnit(unit === '$', account === undefined ? [...present] : [account]);
    if (implied !== '') note(`A target without a currency was read as ${quoteIfAmbiguous(implied)}.`);
    return implied;
  };
}

/**
 * How the amounts of these deals are told: in their own currency; if that makes several with those of the targets, in the account's if
 * Copper converts all of them and no target is in another one; else each currency for itself.
 */
export function forecastMoney(
  deals: readonly ForecastDeal[],
  targets: readonly CurrencyTarget[],
): ForecastMoney {
  const valued = ownWorths(deals);
  const present = new Set(valued.map(({ unit }) => unit));
  const wanted = new Set(targets.map(({ unit }) => unit));
  const account = accountUnit(deals);
  const inAccount = (deal: JsonObject): Worth | undefined => {
    const own = ownWorth(deal);
    return own && (convertedWorth(deal) ?? (own.unit === account ? own : undefined));
  };
  const isEmpty = ({ deal }: ForecastDeal) => ownWorth(deal) === undefined;
  const isConverted =
    account !== undefined &&
    new Set([...present, ...wanted]).size > 1 &&
    deals.every((one) => isEmpty(one) || inAccount(one.deal) !== undefined) &&
    [...wanted].every((unit) => unit === account);
  const mainUnit = isConverted ? account : usualUnit(valued);
  const told = isConverted ? inAccount : ownWorth;
  const worthOf: WorthOf = (deal) => told(deal) ?? { value: undefined, unit: mainUnit };

  if (present.size === 1 && present.has('')) return { worthOf, notes: [noCurrencies] };
  if (isConverted) {
    const foreign = valued.filter(({ unit }) => unit !== account);
    const others = listed(new Set(foreign.map(({ unit }) => unit)));
    const what = `Amounts of ${numbered(foreign.length, 'deal', 'deals')} in ${others}`;
    return { worthOf, notes: [`${what} are in ${quoteIfAmbiguous(account)} as Copper converts them.`] };
  }
  const apart = [...present].filter((unit) => !wanted.has(unit));
  const empty = deals.some(isEmpty) ? ` Deals without a value count for ${listed([mainUnit])}.` : '';
  return {
    worthOf,
    notes: [
      ...(present.size > 1
        ? [`Amounts in several currencies: one row for each, never added up.${empty}`]
        : []),
      ...(wanted.size > 0 && apart.length > 0
        ? [`Amounts in ${listed(apart)} are not compared with targets in ${listed(wanted)}.`]
        : []),
    ],
  };
}
