import { parseInput } from '../input/parse-input.ts';
import { checkAccountOfLinks } from '../names/text-form.ts';
import type { CallContext } from '../tool/app.ts';
import { isObject } from '../tool/json.ts';
import { type Column, column, type Field, numberField } from '../tool/record.ts';
import type { Report, ReportContext, ReportTable } from '../tool/report.ts';
import type { FixedField } from '../tool/request.ts';
import { type AnswerContext, collectNotes } from './answer.ts';
import type { AnswerTable } from './answer-table.ts';
import { createAsOf } from './as-of.ts';
import { cleanLine, takeConstants } from './cell.ts';
import { dataColumns } from './data-columns.ts';
import { dropEmpty, type Labelling, labelCells } from './label.ts';
import { createReportReading } from './report-reading.ts';
import { linkFieldOf, rememberLabels, viewTable } from './view-table.ts';

/** The table in its shorter form; as it is if it has none, or if two columns would have one name. */
async function crossed(table: ReportTable, labelling: Omit<Labelling, 'single'>): Promise<ReportTable> {
  const { cross, ...long } = table;
  if (cross === undefined) return table;
  const { first, across, last, ...others } = cross;
  const labels = await labelCells([across.column], across.rows, { ...labelling, single: false });
  const names = labels.map(([label]) => cleanLine(String(label ?? '')));
  if (new Set([...names, first.name, last, '']).size < names.length + 3) return table;
  const cells = names.map((name, at) => column(name, numberField(`at${at}`)));
  return { ...long, ...others, columns: [first, ...cells, column(last, numberField('sum'))] };
}

/** How the tables of a report are labelled. */
interface TableOptions extends Pick<AnswerContext, 'data' | 'withToolNames'> {
  readonly fixedFields: readonly FixedField[];
  /** The link of rows that have such a column; undefined if the client has no views. */
  readonly linkOf: ((columns: readonly Column[]) => Field | undefined) | undefined;
}

/** A table of a report with labels in place of ids. */
async function labelTable(
  given: ReportTable,
  labelling: Omit<Labelling, 'single'>,
  { data, withToolNames, fixedFields, linkOf }: TableOptions,
): Promise<AnswerTable> {
  const table = data ? given : await crossed(given, labelling);
  const { what, form, rows, totals = [], offset = 0, minTotal, nextHint, none, ...rest } = table;
  const all = [...rows, ...totals];
  const columns = data
    ? dataColumns(table.columns, all, form === 'one', labelling)
    : table.columns.filter(({ dataOnly }) => dataOnly !== true);
  for (const { name, field } of data ? table.columns.filter((one) => one.field.kind === 'amounts') : []) {
    const amounts = all.flatMap((row) => [field.read(row) ?? []].flat());
    if (amounts.some((amount) => isObject(amount) && amount.value === null))
      labelling.note?.(`If ${name} is null but has a currency, it is too large to be added up.`);
  }
  const cells = await labelCells(columns, all, { ...labelling, single: form === 'one' });
  // Who reads data finds each field in each row.
  const { constants, ...separate } = takeConstants(columns, cells, data ? [] : fixedFields);
  const shown = dropEmpty(separate.columns, separate.cells);
  const isConstant = ({ name }: Column) =>
    constants.length > 0 &&
    columns.some((one) => one.name === name) &&
    !separate.columns.some((one) => one.name === name);
  const viewed = {
    columns: table.columns.filter((one) => !isConstant(one)),
    rows,
    totals,
    link: linkOf?.(table.columns),
  };
  const view = linkOf && (await viewTable(viewed, { ...labelling, single: form === 'one' }));
  const offered = [nextHint ?? []].flat().map(withToolNames);
  const total = 'total' in rest ? rest.total : offset + rows.length;
  const end = offset + rows.length;
  const hasMore = total === undefined ? nextHint !== undefined || end < (minTotal ?? 0) : end < total;
  return {
    form,
    what: cleanLine(what),
    columns: shown.columns,
    rows: shown.rows.slice(0, rows.length),
    ...(constants.length === 0 ? {} : { constants }),
    ...(totals.length === 0 ? {} : { totals: shown.rows.slice(rows.length) }),
    offset,
    total,
    ...(total !== undefined || minTotal === undefined ? {} : { minTotal }),
    next: hasMore ? end : undefined,
    countOnly: false,
    notes: [],
    ...(nextHint === undefined ? {} : { nextHint: offered.filter((hint) => hint !== '').join(', or ') }),
    ...(none === undefined ? {} : { none }),
    ...(view === undefined ? {} : { view }),
  };
}

/** The columns of records that a report shows, with the link of their rows where they have the id. */
function rememberLinks(context: ReportContext) {
  const links = new Map<Field, Field | undefined>();
  const columns: ReportContext['columns'] = async (record, names) => {
    const chosen = await context.columns(record, names);
    for (const { name, field } of chosen) if (name === 'id') links.set(field, linkFieldOf(record));
    return chosen;
  };
  return {
    columns,
    linkOf: (some: readonly Column[]) =>
      some.map(({ field }) => links.get(field)).find((one) => one !== undefined),
  };
}

/**
 * Answers one call of one report with a table, and further tables in its `parts`.
 *
 * @throws ToolError, or the signal's reason when aborted
 */
export async function runReport(
  report: Report,
  given: unknown,
  answerContext: AnswerContext,
  context: CallContext,
): Promise<AnswerTable> {
  const { accountId, calendar, withToolNames } = answerContext;
  const asOf = createAsOf(calendar);
  const { notes, gaps, note, understood, noteUnderstood } = collectNotes(withToolNames);
  checkAccountOfLinks(given, accountId);
  const { input } = parseInput(report, given);
  const { max_requests: max } = input;
  const fixedFields: FixedField[] = [];
  const reading = createReportReading(answerContext, context, typeof max === 'number' ? max : undefined, {
    asOf,
    note,
    noteUnderstood,
    fixedFields,
  });
  const { columns, linkOf } = rememberLinks(reading.context);
  const { targets } = answerContext;
  const { tables } = await report.run(input, { ...reading.context, columns, targets }).finally(reading.end);
  const { names } = reading.context;
  const labelNames = context.views === true ? rememberLabels(names) : names;
  const labelling = { names: labelNames, days: reading.days, accountId, note };
  const { data } = answerContext;
  const options = { data, withToolNames, fixedFields, linkOf: context.views === true ? linkOf : undefined };
  const labelled: AnswerTable[] = [];
  for (const table of tables) labelled.push(await labelTable(table, labelling, options));
  const [main, ...parts] = labelled;
  if (main === undefined) throw new Error(`${report.name} returned no table`);
  const coverage = reading.coverage();
  return {
    ...main,
    ...(coverage === undefined ? {} : { coverage }),
    ...(parts.length === 0 ? {} : { parts }),
    ...(report.isLookup === true || main.offset > 0 ? {} : { asOf: asOf.stamp() }),
    gaps: [...gaps],
    notes: understood.size === 0 ? [...notes] : [...notes, `understood as: ${[...understood].join('; ')}.`],
  };
}
