import { chosenOf, nothingLeftError, refuseAllOf } from '../../../src/input/selection.ts';
import type { JsonObject } from '../../../src/tool/json.ts';
import type { NameEntry } from '../../../src/tool/names.ts';
import type { ReportContext, ReportTable } from '../../../src/tool/report.ts';
import { numbered } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { namesOf } from '../../inputs/names.ts';
import { readSelection } from '../../inputs/read-selection.ts';
import { noteUnreadable, noteWithoutCurrencies } from '../deals/deal-values.ts';
import { type FunnelQuery, type Groups, readGroups } from './funnel-query.ts';
import { type PeriodMoves, readMoves } from './read-moves.ts';
import { type StageEntry, stageColumns, stageNotes, stageRow } from './stage-table.ts';
import { createStayReader, type DealMoves } from './stays.ts';
import { type DealDays, velocityColumns, velocityNote, velocityRows } from './velocity.ts';

/** A deal with the stages that it entered in the period. */
interface Passage extends DealDays {
  readonly entries: readonly StageEntry[];
}

const secondsPerDay = 86_400;

/** From a deal's creation to its last change to Won. */
function daysToWin({ deal, statuses }: DealMoves): number | undefined {
  const { date_created: created, status } = deal;
  const won = statuses.at(-1);
  const isWon = String(status).toLowerCase() === 'won' && won?.to.toLowerCase() === 'won';
  return isWon && typeof created === 'number' ? Math.max(0, won.at - created) / secondsPerDay : undefined;
}

/** The deals that entered a stage of these pipelines in the period; says which of them went ways that are not known. */
function passagesOf(
  { deals, from, to }: PeriodMoves,
  { cohort }: FunnelQuery,
  stages: readonly NameEntry[],
  chosen: readonly NameEntry[] | undefined,
  { calendar, note }: ReportContext,
): Passage[] {
  const staysOf = createStayReader(stages);
  const isChosen = ({ pipeline }: NameEntry) => chosen?.some(({ id }) => id === pipeline?.id) !== false;
  const last = cohort ? calendar.now() : to;
  let [gaps, repeated] = [0, 0];
  const passages = deals.flatMap((about): Passage[] => {
    const { deal } = about;
    const isNew = typeof deal.date_created === 'number' && deal.date_created >= from;
    if (cohort && !isNew) return [];
    const { stays, hasGap } = staysOf(about, from);
    const entries = new Map<number, StageEntry>();
    for (const stay of stays) {
      if (stay.entered === undefined || stay.entered < from || stay.entered > last || !isChosen(stay.stage))
        continue;
      if (entries.has(stay.stage.id)) repeated++;
      entries.set(stay.stage.id, { deal, stay });
    }
    if (hasGap && (chosen === undefined || stays.some(({ stage }) => isChosen(stage)))) gaps++;
    return entries.size === 0 ? [] : [{ deal, entries: [...entries.values()], daysToWin: daysToWin(about) }];
  });
  if (repeated > 0)
    note(`Earlier entries of the same deal into the same stage are not counted: ${repeated}.`);
  if (gaps > 0)
    note(
      `${numbered(gaps, 'deal has', 'deals have')} an incomplete history: not all changes of stage are in the feed. Where they were in between is not known, and entries without a date are not counted.`,
      'gap',
    );
  return passages;
}

/** The passages of each group, in order; without groups, one. */
function grouped(passages: readonly Passage[], groups: Groups | undefined) {
  if (groups === undefined) return [{ passages }];
  const found = new Map<string, Map<Passage, StageEntry[]>>();
  for (const passage of passages)
    for (const entry of passage.entries)
      for (const key of groups.keys(passage.deal, entry.stay.stage.pipeline)) {
        const own = found.get(key) ?? new Map<Passage, StageEntry[]>();
        found.set(key, own);
        own.set(passage, [...(own.get(passage) ?? []), entry]);
      }
  const bySize = ([, a]: readonly [string, { size: number }], [, b]: readonly [string, { size: number }]) =>
    b.size - a.size;
  return [...found]
    .sort((a, b) => groups.order?.(a[0], b[0]) ?? bySize(a, b))
    .map(([key, own]) => ({
      group: groups.value(key),
      passages: [...own].map(([passage, entries]) => ({ ...passage, entries })),
    }));
}

/** The rows of the stages that some deals entered, in the account's order of stages. */
function stageRows(passages: readonly Passage[], stages: readonly NameEntry[]): JsonObject[] {
  const byStage = new Map<number, StageEntry[]>(stages.map(({ id }) => [id, []]));
  for (const { entries } of passages)
    for (const entry of entries) byStage.get(entry.stay.stage.id)?.push(entry);
  return [...byStage.values()].filter((entries) => entries.length > 0).map(stageRow);
}

/** The pipelines whose stages are shown; undefined for all. @throws ToolError */
async function choosePipelines(
  given: unknown,
  context: ReportContext,
): Promise<readonly NameEntry[] | undefined> {
  if (!Array.isArray(given)) return undefined;
  const texts = given.map(String);
  const selection = await readSelection(texts, namesOf('pipeline', context));
  refuseAllOf(selection, 'pipeline');
  if (selection.orEmpty)
    throw new ToolError('invalid_input', 'Deals without a pipeline go through no stages: name pipelines.');
  if (selection.understood !== undefined) context.noteUnderstood('pipeline', selection.understood);
  const chosen = chosenOf(selection, await context.names.all('pipeline'), ({ id }) => id);
  if (chosen?.length === 0) throw nothingLeftError('pipeline', texts);
  return chosen;
}

/** How the deals of a period went through the stages of their pipelines, up to now. */
export async function dealFunnel(
  query: FunnelQuery,
  context: ReportContext,
): Promise<readonly ReportTable[]> {
  const { names, note } = context;
  const { by, pipeline, limit, offset } = query;
  const stages = await names.all('stage');
  const chosen = await choosePipelines(pipeline, context);
  const groups = by === undefined ? undefined : await readGroups(by, 'opportunities', context);
  const period = await readMoves(query, context);
  const passages = passagesOf(period, query, stages, chosen, context);
  const deals = passages.map(({ deal }) => deal);
  noteUnreadable(deals, note);
  noteWithoutCurrencies(deals, note);
  const first = groups === undefined ? [] : [groups.column];
  const [rows, speeds]: [JsonObject[], JsonObject[]] = [[], []];
  for (const { passages: own, ...group } of grouped(passages, groups)) {
    rows.push(...stageRows(own, stages).map((row) => ({ ...group, ...row })));
    speeds.push(...velocityRows(own).map((row) => ({ ...group, ...row })));
  }
  const entries = passages.flatMap((one) => one.entries);
  if (entries.length > 0) for (const text of stageNotes(entries, period.hasStatuses)) note(text);
  if (groups?.note !== undefined) note(groups.note);
  const byText = by === undefined ? '' : ` by ${groups?.column.name}`;
  const list: ReportTable = {
    what: `stages entered${byText}`,
    form: 'page',
    columns: [...first, ...stageColumns(new Set(rows.map((row) => row.pipeline)).size > 1)],
    rows: rows.slice(offset, offset + limit),
    offset,
    total: rows.length,
  };
  // Later pages do not repeat the other table.
  if (offset > 0 || speeds.length === 0) return [list];
  note(velocityNote(passages, speeds));
  const velocity: ReportTable = {
    what: `velocity${byText}`,
    form: 'page',
    columns: [...first, ...velocityColumns],
    rows: speeds,
  };
  return limit === 0 ? [velocity] : [list, velocity];
}
