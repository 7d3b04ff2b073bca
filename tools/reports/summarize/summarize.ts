import { z } from 'zod/v3';
import type { Calendar } from '../../../src/tool/clock.ts';
import { defineReport, maxRequests } from '../../../src/tool/report.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { type FilterInput, filter } from '../../inputs/filters.ts';
import { offset, shortText } from '../../inputs/parameter.ts';
import { countRows } from './count-rows.ts';
import type { DayRange } from './dimension.ts';
import { readDimensions, wordMap } from './read-dimensions.ts';
import { readMeasures } from './read-measures.ts';
import { type SearchInput, type SummaryKind, summaryKindNames, summaryKinds } from './summary-kinds.ts';
import { refuseMixedCurrencies, summaryNotes, summaryTable } from './summary-table.ts';
import { chooseUnits, createTally } from './tally.ts';

/** Other words for the kinds. */
const aliases = wordMap<(typeof summaryKindNames)[number]>(
  ['opportunities', 'opportunity, deal, deals'],
  ['leads', 'lead'],
  ['people', 'person, contact, contacts'],
  ['companies', 'company'],
  ['tasks', 'task'],
  ['activities', 'activity'],
);

const what = z.preprocess(
  (given) => (typeof given === 'string' ? (aliases.get(given.trim().toLowerCase()) ?? given) : given),
  z.enum(summaryKindNames),
);

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
    `${tool.returns.record.plural} cannot be narrowed by ${name}. They can be narrowed by: ${Object.keys(inputs).join(', ')}; and filters=["field: value"] takes ${others.join(', ')} and more.`,
  );
}

/**
 * The input of this kind's search: each input under the name that the search has for it.
 *
 * @param given inputs of `summarize` that narrow the rows; undefined for those that were not given
 * @throws ToolError `invalid_input` for an input that this kind's search does not have, naming those it has
 */
function searchInputOf(
  kind: SummaryKind,
  given: Readonly<Record<string, string | readonly string[] | undefined>>,
  filters: readonly FilterInput[],
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
function dateRangesOf(
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

/** Counts, sums and other aggregates of any kind of record, by group. */
export const summarize = defineReport({
  name: 'summarize',
  title: 'Count and add up by group',
  description:
    'How much or how many: totals by group over all matching records, e.g. value of open deals by stage of the pipeline, won revenue by source, ARR by region, calls and meetings each rep had last week, new leads by month. Shows no single records.',
  input: {
    what,
    by: z
      .array(shortText)
      .describe(
        'up to 2 of owner, team, pipeline, stage, status, source, loss_reason, company, tag, type, priority, city, state, country, a custom field, a date with its period: "closes month"',
      )
      .optional(),
    measure: z
      .array(shortText)
      .describe(
        'besides count: sum, average, min, max, median of value or a custom number ("sum value"); "weighted value"',
      )
      .optional(),
    top: z.number().int().min(1).max(1_000).describe('groups; others are added up').optional(),
    ...offset,
    owner: z.array(shortText).describe('Names, "me" or "none"').optional(),
    pipeline: z.array(shortText).optional(),
    stage: z.array(shortText).optional(),
    status: z.array(shortText).optional(),
    type: z.array(shortText).optional(),
    closes: shortText.describe('e.g. this-quarter').optional(),
    created: shortText.optional(),
    due: shortText.optional(),
    date: shortText.describe('of activities').optional(),
    filters: z.array(filter).describe('field: value; any input of its search, custom fields').optional(),
    ...maxRequests,
  },
  async run(
    { what: name, by = [], measure = [], top, offset: from = 0, filters = [], max_requests, ...given },
    context,
  ) {
    const kind = summaryKinds[name];
    const { closes, created, due, date } = given;
    const input = searchInputOf(kind, given, filters);
    const ranges = dateRangesOf({ closes, created, due, date }, context.calendar);
    const dimensions = await readDimensions(by, kind, ranges, context);
    const measured = await readMeasures(measure, kind, context);
    const query = { kind, input, dimensions, measured, maxRequests: max_requests };
    const tally = createTally(dimensions, measured);
    const unknown = await countRows(query, tally, context);
    refuseMixedCurrencies(tally);
    const chosenUnits = chooseUnits(tally);
    for (const note of summaryNotes(query, chosenUnits, tally, { ...context, unknown })) context.note(note);
    return { tables: [await summaryTable(query, tally, chosenUnits, top, from)] };
  },
});
