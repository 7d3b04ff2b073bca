import { z } from 'zod/v3';
import { defineReport, maxRequests } from '../../../src/tool/report.ts';
import { filter } from '../../inputs/filters.ts';
import { words } from '../../inputs/words.ts';
import { statusNote, summaryNotes } from './notes.ts';
import { readDimensions } from './read-dimensions.ts';
import { readMeasures } from './read-measures.ts';
import { dateRangesOf, searchInputOf } from './search-input.ts';
import { settleUnits } from './settle.ts';
import { type SummaryKind, summaryKinds } from './summary-kinds.ts';
import { summaryTable } from './summary-table.ts';
import { createTally } from './tally.ts';
import { tallyRows } from './tally-rows.ts';

const names = ['opportunities', 'leads', 'people', 'companies', 'tasks', 'activities'] as const;

/** What people call the kinds. */
const spoken = new Map(
  Object.entries({
    opportunity: 'opportunities',
    deal: 'opportunities',
    deals: 'opportunities',
    lead: 'leads',
    person: 'people',
    contact: 'people',
    contacts: 'people',
    company: 'companies',
    task: 'tasks',
    activity: 'activities',
  }),
);

const what = z.preprocess(
  (said) => (typeof said === 'string' ? (spoken.get(said.trim().toLowerCase()) ?? said) : said),
  z.enum(names),
);

/** Counts, sums and the like of any kind of record, by group. */
export const summarize = defineReport({
  name: 'summarize',
  title: 'Count and add up by group',
  description:
    'Totals over all matching records, by group: pipeline, forecast, leaderboard, trend. Shows no single records.',
  input: {
    what,
    by: z
      .array(words)
      .describe(
        'up to 2 of owner, team, pipeline, stage, status, source, loss_reason, company, tag, type, priority, city, state, country, a custom field, a date with its period: "closes month"',
      )
      .optional(),
    measure: z
      .array(words)
      .describe(
        'beside count: sum, average, min, max, median of value or a custom number ("sum value"); "weighted value"',
      )
      .optional(),
    top: z.number().int().min(1).max(1_000).describe('groups; others are added up').optional(),
    owner: z.array(words).describe('Names, "me" or "none"').optional(),
    pipeline: z.array(words).optional(),
    stage: z.array(words).optional(),
    status: z.array(words).optional(),
    type: z.array(words).optional(),
    closes: words.describe('e.g. this-quarter').optional(),
    created: words.optional(),
    due: words.optional(),
    date: words.describe('of activities').optional(),
    filters: z.array(filter).describe("any input of the kind's search, or a custom field").optional(),
    ...maxRequests,
  },
  async run({ what: name, by = [], measure = [], top, filters = [], max_requests: most, ...given }, context) {
    const kind: SummaryKind = summaryKinds[name];
    const { closes, created, due, date } = given;
    const question = searchInputOf(kind, given, filters);
    const ranges = dateRangesOf({ closes, created, due, date }, context.calendar);
    const dimensions = await readDimensions(by, kind, ranges, context);
    const measures = await readMeasures(measure, kind, context);
    const medians = measures.quantities.map((_, place) =>
      measures.measures.some(({ quantity, by: how }) => quantity === place && how === 'median'),
    );
    const tally = createTally(medians);
    await tallyRows(kind, question, dimensions, measures, tally, most, context);
    const isMoney = measures.quantities.map(({ currency }) => currency !== undefined);
    const settled = settleUnits(tally, isMoney, medians);
    const { groups, total } = tally;
    for (const note of summaryNotes(kind, dimensions, measures, settled, total, context.calendar))
      context.note(note);
    if (kind.pipelines)
      for (const note of await statusNote(given.status, question, measures, context)) context.note(note);
    const { measures: wanted } = measures;
    return {
      tables: [
        summaryTable({ word: kind.word, dimensions, measures: wanted, medians, groups, total, settled, top }),
      ],
    };
  },
});
