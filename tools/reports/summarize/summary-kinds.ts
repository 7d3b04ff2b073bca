import type { Calendar } from '../../../src/tool/clock.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import type { Filter } from '../../inputs/filters.ts';
import type { SearchTool } from '../../inputs/search.ts';
import { searchActivities } from '../../search-activities.ts';
import { searchCompanies } from '../../search-companies.ts';
import { searchLeads } from '../../search-leads.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { searchPeople } from '../../search-people.ts';
import { searchTasks } from '../../search-tasks.ts';
import type { DayRange } from './dimension.ts';
import {
  convertedValueQuantity,
  numberQuantity,
  type RecordQuantity,
  valueQuantity,
  weightedValueQuantity,
} from './quantities.ts';
import { type CreateDimension, recordDimensions } from './record-dimensions.ts';

/** One kind of record as it can be summarized. */
export interface SummaryKind {
  readonly tool: SearchTool;
  /** The date that is meant when an agent only says `month`. */
  readonly date: string;
  readonly dimensions: Readonly<Record<string, CreateDimension>>;
  readonly quantities: readonly RecordQuantity[];
  /** Inputs of `summarize` → those of its search; one that begins with `filters.` goes into `filters`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** True if records are in pipelines, with revenue or without. */
  readonly hasPipelines?: boolean;
}

/** What can be summarized, in the order in which people ask for it. */
export const summaryKindNames = [
  'opportunities',
  'leads',
  'people',
  'companies',
  'tasks',
  'activities',
] as const;

/** Inputs that the search calls by the same name. */
const asNamed = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, name]));

const interactions = numberQuantity('interaction_count', true, 'interactions', 'interaction count');
const probability = numberQuantity('win_probability', false, 'probability', 'win probability');
/** What each of them can be grouped by, measured by and narrowed by. */
export const summaryKinds: Readonly<Record<(typeof summaryKindNames)[number], SummaryKind>> = {
  opportunities: {
    tool: searchOpportunities,
    date: 'closes',
    dimensions: recordDimensions.opportunities,
    quantities: [valueQuantity, weightedValueQuantity, convertedValueQuantity, probability, interactions],
    inputs: asNamed('owner', 'pipeline', 'stage', 'status', 'closes', 'created'),
    hasPipelines: true,
  },
  leads: {
    tool: searchLeads,
    date: 'created',
    dimensions: recordDimensions.leads,
    quantities: [valueQuantity, convertedValueQuantity, interactions],
    inputs: asNamed('owner', 'status', 'created'),
  },
  people: {
    tool: searchPeople,
    date: 'created',
    dimensions: recordDimensions.people,
    quantities: [interactions],
    inputs: { owner: 'owner', type: 'filters.contact_type_ids', created: 'filters.created_date' },
  },
  companies: {
    tool: searchCompanies,
    date: 'created',
    dimensions: recordDimensions.companies,
    quantities: [interactions],
    inputs: { owner: 'owner', type: 'contact_type', created: 'filters.created_date' },
  },
  tasks: {
    tool: searchTasks,
    date: 'due',
    dimensions: recordDimensions.tasks,
    quantities: [],
    inputs: { owner: 'owner', status: 'status', due: 'due', created: 'filters.created_date' },
  },
  activities: {
    tool: searchActivities,
    date: 'date',
    dimensions: recordDimensions.activities,
    quantities: [],
    inputs: { owner: 'who', type: 'type', date: 'date' },
  },
};

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

/** True if the input already narrows by a parameter, under any of these names. */
export const narrows = ({ filters = [], ...inputs }: SearchInput, names: ReadonlySet<string>): boolean =>
  [...Object.keys(inputs), ...filters.map(({ name }) => name)].some((name) => names.has(name));
