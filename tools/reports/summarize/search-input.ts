import type { Calendar } from '../../../src/tool/calendar.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import type { Filter } from '../../inputs/filters.ts';
import type { DayRange } from './by-period.ts';
import type { SummaryKind } from './summary-kinds.ts';

/** Inputs of a search as an agent would give them. */
export type SearchInput = Readonly<Record<string, unknown>> & { readonly filters?: readonly Filter[] };

/** What stands before the name of an input that only `filters` take. */
const byFilters = 'filters.';

/** Inputs of a search that say which rows come and how, not which match. */
const ofPages = ['sort', 'fields', 'limit', 'offset', 'filters'];

/** Dates that have been: no period after now can have rows. */
const past = ['created', 'date'];

function notOf({ word, inputs, tool }: SummaryKind, name: string): ToolError {
  const others = Object.keys(tool.input.shape).filter((one) => !ofPages.includes(one));
  return new ToolError(
    'invalid_input',
    `${word} cannot be narrowed by ${name}. They can by: ${Object.keys(inputs).join(', ')}; and filters=[{name, value}] takes ${others.join(', ')} and more.`,
  );
}

/**
 * The question to the search of this kind: each input under the name that the search has for it.
 *
 * @param given inputs of ours that narrow the question; undefined for those that were not given
 * @throws ToolError `invalid_input` for an input that this kind's search lacks, naming those it has
 */
export function searchInputOf(
  kind: SummaryKind,
  given: Readonly<Record<string, string | readonly string[] | undefined>>,
  filters: readonly Filter[],
): SearchInput {
  const question: Record<string, unknown> = {};
  const all = [...filters];
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const own = kind.inputs[name];
    if (own === undefined) throw notOf(kind, name);
    if (!own.startsWith(byFilters)) question[own] = value;
    else
      all.push({
        name: own.slice(byFilters.length),
        value: Array.isArray(value) ? JSON.stringify(value) : String(value),
      });
  }
  return { ...question, ...(all.length === 0 ? {} : { filters: all }) };
}

/** The days to which dates are narrowed, by the names of their fields; a date that has been ends now. */
export function dateRangesOf(
  dates: Readonly<Record<string, string | undefined>>,
  calendar: Calendar,
): Readonly<Record<string, DayRange>> {
  const ranges = Object.entries(dates).flatMap(([name, text]) => {
    if (text === undefined) return [];
    const range = calendar.range(text);
    const { to } = range;
    const ended = to !== undefined && past.includes(name) ? { to: Math.min(to, calendar.now()) } : {};
    return [[name, { ...range, ...ended }] as const];
  });
  return Object.fromEntries(ranges);
}

/** True where the question already says something about a parameter, under any of these names. */
export const narrows = ({ filters = [], ...inputs }: SearchInput, names: ReadonlySet<string>): boolean =>
  [...Object.keys(inputs), ...filters.map(({ name }) => name)].some((name) => names.has(name));
