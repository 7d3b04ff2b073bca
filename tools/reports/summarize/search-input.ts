import type { Calendar } from '../../../src/tool/calendar.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import type { Filter } from '../../inputs/filters.ts';
import type { DayRange } from './dimension.ts';
import type { SummaryKind } from './summary-kinds.ts';

/** Inputs of a search as an agent would give them. */
export type SearchInput = Readonly<Record<string, unknown>> & { readonly filters?: readonly Filter[] };

/** The prefix of inputs that go into `filters`. */
const filtersPrefix = 'filters.';

/** Inputs of a search that decide which page is shown and how, not which rows match. */
const pageInputs = ['sort', 'fields', 'limit', 'offset', 'filters'];

/** Dates in the past: no period after now can have rows. */
const pastDates = ['created', 'date'];

function unknownInputError({ inputs, tool }: SummaryKind, name: string): ToolError {
  const others = Object.keys(tool.input.shape).filter((one) => !pageInputs.includes(one));
  return new ToolError(
    'invalid_input',
    `${tool.returns.record.plural} cannot be narrowed by ${name}. They can be narrowed by: ${Object.keys(inputs).join(', ')}; and filters=[{name, value}] takes ${others.join(', ')} and more.`,
  );
}

/**
 * The input of this kind's search: each input under the name that the search has for it.
 *
 * @param given inputs of `summarize` that narrow the rows; undefined for those that were not given
 * @throws ToolError `invalid_input` for an input that this kind's search does not have, naming those it has
 */
export function searchInputOf(
  kind: SummaryKind,
  given: Readonly<Record<string, string | readonly string[] | undefined>>,
  filters: readonly Filter[],
): SearchInput {
  const inputs: Record<string, unknown> = {};
  const all = [...filters];
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const target = kind.inputs[name];
    if (target === undefined) throw unknownInputError(kind, name);
    if (!target.startsWith(filtersPrefix)) inputs[target] = value;
    else
      all.push({
        name: target.slice(filtersPrefix.length),
        value: Array.isArray(value) ? JSON.stringify(value) : String(value),
      });
  }
  return { ...inputs, ...(all.length === 0 ? {} : { filters: all }) };
}

/** The days to which dates are narrowed, by the names of their fields; a date in the past ends now. */
export function dateRangesOf(
  dates: Readonly<Record<string, string | undefined>>,
  calendar: Calendar,
): Readonly<Record<string, DayRange>> {
  const ranges = Object.entries(dates).flatMap(([name, text]) => {
    if (text === undefined) return [];
    const range = calendar.range(text);
    const { to } = range;
    const end = to !== undefined && pastDates.includes(name) ? { to: Math.min(to, calendar.now()) } : {};
    return [[name, { ...range, ...end }] as const];
  });
  return Object.fromEntries(ranges);
}

/** True where the input already narrows by a parameter, under any of these names. */
export const narrows = ({ filters = [], ...inputs }: SearchInput, names: ReadonlySet<string>): boolean =>
  [...Object.keys(inputs), ...filters.map(({ name }) => name)].some((name) => names.has(name));
