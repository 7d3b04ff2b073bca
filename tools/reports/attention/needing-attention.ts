import { z } from 'zod/v3';
import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import { column, textField } from '../../../src/tool/record.ts';
import { defineReport, maxRequests, type ReportContext, type ReportTable } from '../../../src/tool/report.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { filter } from '../../inputs/filters.ts';
import { shortText } from '../../inputs/parameter.ts';
import { listPaging, listWindow } from '../deals/deal-inputs.ts';
import { neededMembers } from '../deals/deal-values.ts';
import { contactKind, contactKinds, requestedReasons } from './contact-kinds.ts';
import {
  type ContactReason,
  type ContactRules,
  contactReasons,
  createContactCounts,
  findContactReasons,
} from './contact-reasons.ts';
import { daysBetween, silentRule, timeIn } from './elapsed-time.ts';
import { createFirstRows } from './first-rows.ts';
import { lastContactField, readLastContacts } from './last-contacts.ts';
import { readOpenTasks } from './open-tasks.ts';
import { thresholdTime } from './thresholds.ts';
import { dateFilters, lookAhead, readRecordsSince, type SearchedRecords } from './unreturned-dates.ts';

/** Days after which a lead that nobody has contacted counts as unanswered. */
const defaultUnanswered = '2';

/** Those with the most reasons first, then those without contact, or without one since they were created, for the longest time. */
function moreUrgent(one: JsonObject, other: JsonObject): number {
  const since = (row: JsonObject) => timeIn(row, lastContactField) ?? timeIn(row, 'date_created') ?? 0;
  return (
    Number(other.count) - Number(one.count) ||
    since(one) - since(other) ||
    Number(one.id ?? 0) - Number(other.id ?? 0)
  );
}

/** The records of a type with an open task for today or later; undefined, with a note, if they are not known. */
async function readNextTasks(
  type: string,
  isOnlyReason: boolean,
  context: ReportContext,
): Promise<ReadonlySet<JsonValue> | undefined> {
  const { ids, complete } = await readOpenTasks(type, context, 'today..');
  if (complete) {
    if (type === 'company')
      context.note(
        'no_next_task looks at tasks of the companies themselves, not at those of their people or deals.',
      );
    return ids;
  }
  const why = 'not all open tasks were read, so records without one are unknown';
  if (isOnlyReason)
    throw new ToolError('timeout', `No answer: ${why}. Raise max_requests, or ask again later.`);
  context.note(`no_next_task is left out: ${why}.`, 'gap');
  return undefined;
}

/** Which leads somebody has contacted; undefined, with a note, if it is not known. */
async function readContacted(
  searched: SearchedRecords,
  unreturned: ReadonlySet<string>,
  context: ReportContext,
): Promise<((lead: JsonObject) => boolean) | undefined> {
  if (!unreturned.has(lastContactField)) return (lead) => timeIn(lead, lastContactField) !== undefined;
  const found = await readRecordsSince(dateFilters.contact, 0, searched, context);
  if (found !== undefined) return ({ id = null }) => found.since.has(id);
  context.note(
    'unanswered is not known: this Copper returns no last contacts, nor could leads be found by them.',
    'gap',
  );
  return undefined;
}

/** What is asked of the last contacts of records: the latest seconds that are long enough ago. */
interface Limits {
  readonly silent: number;
  readonly unanswered: number;
}

/** How records are found silent or unanswered; a rule that is undefined cannot be known. */
async function readContactRules(
  requested: readonly ContactReason[],
  limits: Limits,
  query: { searched: SearchedRecords; unreturned: ReadonlySet<string>; called: string },
  context: ReportContext,
): Promise<Partial<Pick<ContactRules, 'silentFor' | 'unansweredFor'>>> {
  const { calendar } = context;
  const created = (record: JsonObject) => timeIn(record, 'date_created') ?? 0;
  const contactOf = requested.includes('silent')
    ? await readLastContacts({ latest: limits.silent, ...query }, context)
    : undefined;
  const isContacted = requested.includes('unanswered')
    ? await readContacted(query.searched, query.unreturned, context)
    : undefined;
  const silentFor = contactOf && silentRule(limits.silent, contactOf, calendar);
  const today = calendar.day(calendar.now());
  return {
    // Whoever has just been entered cannot have been silent for long.
    ...(silentFor && {
      silentFor: (record) => (created(record) > limits.silent ? undefined : silentFor(record)),
    }),
    ...(isContacted && {
      unansweredFor(lead) {
        if (created(lead) > limits.unanswered || isContacted(lead)) return undefined;
        return `unanswered ${daysBetween(calendar.day(created(lead)), today)} d`;
      },
    }),
  };
}

/** The error for reasons of which this Copper tells nothing. */
const unknownReasonsError = (requested: readonly ContactReason[]) =>
  new ToolError(
    'rejected',
    `No answer: ${requested.join(' and ')} cannot be known, as this Copper returns no last contacts, nor could records be found by them. Ask for other reasons.`,
  );

/** Says which thresholds nobody asked about. */
function noteUnused(
  thresholds: Readonly<Partial<Record<ContactReason, string | undefined>>>,
  requested: readonly ContactReason[],
  { note }: ReportContext,
): void {
  for (const [name, text] of Object.entries(thresholds))
    if (text !== undefined && !requested.some((reason) => reason === name))
      note(`${name} had no effect: it is not among the reasons.`);
}

/**
 * People, companies or leads with the reasons why somebody should look after them, read in one scan; tasks are read before it, and only for
 * the reason that needs them. Only the records that are shown, or were before `offset`, stay in memory.
 */
export const needingAttention = defineReport({
  name: 'needing_attention',
  title: 'People, companies and leads needing attention',
  description:
    'Who to follow up: people, companies or leads gone silent, new leads nobody answered, or without owner, e-mail, phone or next task; most reasons first.',
  input: {
    what: contactKind,
    reasons: z
      .array(z.enum(contactReasons))
      .describe('default: all that apply but no_phone, no_next_task')
      .optional(),
    silent: shortText.describe('days, default 60; leads 14').optional(),
    unanswered: shortText.describe(`days, default ${defaultUnanswered}`).optional(),
    owner: z.array(shortText).optional(),
    filters: z.array(filter).describe('field: value; any of its search').optional(),
    ...listPaging,
    ...maxRequests,
  },
  async run({ what, reasons: given, silent, unanswered, max_requests: _, ...input }, context) {
    const { columns, calendar, note, scan } = context;
    const { limit: _limit, offset: _offset, ...conditions } = input;
    const { limit, offset } = listWindow(input, 20, note);
    const { tool, type, shown, alsoRead, silent: defaultSilent } = contactKinds[what];
    const requested = requestedReasons(what, given);
    noteUnused({ silent, unanswered }, requested, context);
    const limits = {
      silent: thresholdTime('silent', silent ?? defaultSilent, calendar),
      unanswered: thresholdTime('unanswered', unanswered ?? defaultUnanswered, calendar),
    };
    const withTask = requested.includes('no_next_task')
      ? await readNextTasks(type, requested.length === 1, context)
      : undefined;
    const wanted = await columns(tool.returns.record, [...shown, ...alsoRead]);
    const records = await scan(tool, { ...conditions, sort: 'created' }, wanted);
    const needsContact = requested.some((reason) => reason === 'silent' || reason === 'unanswered');
    const { rows: ahead, unreturned } = await lookAhead(records, needsContact ? [lastContactField] : []);
    const searched = { tool, conditions, total: records.total };
    const found = await readContactRules(requested, limits, { searched, unreturned, called: what }, context);
    const unknown = requested.filter(
      (reason) =>
        (reason === 'silent' && found.silentFor === undefined) ||
        (reason === 'unanswered' && found.unansweredFor === undefined),
    );
    const answerable = requested.filter(
      (reason) => !unknown.includes(reason) && (reason !== 'no_next_task' || withTask !== undefined),
    );
    if (answerable.length === 0) throw unknownReasonsError(unknown);
    const none = () => undefined;
    const rules = { silentFor: none, unansweredFor: none, ...found, withTask: withTask ?? new Set() };
    const first = createFirstRows(offset + limit, moreUrgent);
    const counts = createContactCounts(answerable, what);
    let read = 0;
    for await (const record of ahead) {
      read++;
      const because = findContactReasons(record, answerable, rules);
      if (because.length === 0) continue;
      counts.add(because);
      first.add({
        ...neededMembers(record, wanted),
        count: because.length,
        reasons: because.map(({ text }) => text).join('; '),
      });
    }
    // Where only a few are missing, they moved meanwhile or are hidden: those may be any.
    if (!records.complete && read < 0.9 * (records.total ?? Number.POSITIVE_INFINITY))
      note(`The ${what} that were created first were read.`, 'gap');
    const list: ReportTable = {
      what: `${what} needing attention`,
      form: 'page',
      columns: [
        ...wanted.slice(0, shown.length).map((one) => ({ ...one, requested: false })),
        column('reasons', textField('reasons')),
      ],
      rows: first.first().slice(offset),
      offset,
      ...(records.complete ? { total: first.count() } : { total: undefined, minTotal: first.count() }),
    };
    if (offset > 0 && limit > 0) return { tables: [list] };
    return { tables: limit === 0 ? [counts.table(unknown)] : [list, counts.table(unknown)] };
  },
});
