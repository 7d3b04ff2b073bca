import { z } from 'zod/v3';
import { defineReport, maxRequests } from '../../../src/tool/report.ts';
import { filter } from '../../inputs/filters.ts';
import { offset, shortText } from '../../inputs/parameter.ts';
import { countRows } from './count-rows.ts';
import { readDimensions, wordMap } from './read-dimensions.ts';
import { readMeasures } from './read-measures.ts';
import { dateRangesOf, searchInputOf, summaryKindNames, summaryKinds } from './summary-kinds.ts';
import { summaryNotes, summaryTable } from './summary-table.ts';
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

/** Counts, sums and other aggregates of any kind of record, by group. */
export const summarize = defineReport({
  name: 'summarize',
  title: 'Count and add up by group',
  description:
    'Totals over all matching records, by group: pipeline, forecast, leaderboard, trend. Shows no single records.',
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
    filters: z.array(filter).describe("any input of the kind's search, or a custom field").optional(),
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
    const chosenUnits = chooseUnits(tally);
    for (const note of summaryNotes(query, chosenUnits, tally, { ...context, unknown })) context.note(note);
    return { tables: [await summaryTable(query, tally, chosenUnits, top, from)] };
  },
});
