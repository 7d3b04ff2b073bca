import { z } from 'zod/v3';
import { chosenOf, fixedTo, nothingLeftError, refuseAllOf, understoodOf } from '../../src/input/selection.ts';
import { bySpelling } from '../../src/names/spelling.ts';
import type { JsonObject } from '../../src/tool/json.ts';
import type { NameEntry } from '../../src/tool/names.ts';
import type { LocalFilter } from '../../src/tool/request.ts';
import { listedNames } from '../../src/tool/sentences.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { filterName } from './filter-text.ts';
import { defineParameter, type RequestPart, shortText } from './parameter.ts';
import { isMarked, readSelection } from './read-selection.ts';
import { asWord, wordLookup, wordsIn } from './values.ts';

/** The statuses of deals, as Copper searches them. */
const dealStatuses = ['Open', 'Won', 'Lost', 'Abandoned'] as const;

/** Their names in pipelines without revenue (developer.copper.com, list-opportunities-search), by which answers show them. */
export const statusesWithoutRevenue: Readonly<Record<string, string>> = {
  Won: 'Done',
  Lost: "Won't Do",
  Abandoned: 'On Hold',
};

const otherNames = Object.values(statusesWithoutRevenue);

/** The status that Copper searches a name by. */
const searchedBy = (status: string): string =>
  Object.entries(statusesWithoutRevenue).find(([, other]) => other === status)?.[0] ?? status;

/** Pipelines without revenue; none if pipelines cannot be read. */
async function pipelinesWithoutRevenue({ names }: RequestContext): Promise<readonly NameEntry[]> {
  try {
    return (await names.all('pipeline')).filter(({ revenue }) => revenue === false);
  } catch (error) {
    if (error instanceof ToolError) return [];
    throw error;
  }
}

/** True if the call narrows by pipeline or stage itself. */
function isNarrowed({ pipeline, stage, filters }: Readonly<Record<string, unknown>>): boolean {
  const named = (filter: unknown) => /^(?:pipeline|stage)/i.test(filterName(filter));
  return pipeline !== undefined || stage !== undefined || (Array.isArray(filters) && filters.some(named));
}

/** True if the call names one pipeline: its deals have the same names of statuses. */
const isOnePipeline = ({ pipeline }: Readonly<Record<string, unknown>>): boolean =>
  Array.isArray(pipeline) && pipeline.length === 1 && !isMarked(String(pipeline[0]));

/** Says that a status has another name in some pipelines, if the call does not say which pipelines it means. */
function noteOtherNames(
  statuses: readonly string[],
  isExcluded: boolean,
  others: readonly NameEntry[],
  { note }: RequestContext,
): void {
  const pairs = statuses.filter((status) => Object.hasOwn(statusesWithoutRevenue, status));
  if (pairs.length === 0 || others.length === 0) return;
  const called = pairs.map((status) => statusesWithoutRevenue[status]).join(', ');
  const names = listedNames(others.map(({ name }) => name));
  const what = `status ${pairs.join(', ')}`;
  const where = `${called} in pipelines without revenue (${names})`;
  note(
    isExcluded
      ? `${what} includes ${where}, which is left out as well.`
      : `${what} also finds ${where}; name pipelines to leave that out.`,
  );
}

/** A condition on the status that answers show; Won includes what is Done, but not the other way round. */
function shownStatus(
  some: readonly string[],
  not: readonly string[],
  others: readonly NameEntry[],
): LocalFilter {
  function isAmong(row: JsonObject, wanted: readonly string[]): boolean {
    const isOther = others.some(({ id }) => id === row.pipeline_id);
    const status = String(row.status);
    const shown = (isOther ? statusesWithoutRevenue[status] : undefined) ?? status;
    return wanted.includes(shown) || wanted.includes(searchedBy(shown));
  }
  return {
    name: `status (${[...some, ...not.map((one) => `not ${one}`)].join(', ')})`,
    sourceFields: ['status'],
    test: (row) => (some.length === 0 || isAmong(row, some)) && !isAmong(row, not),
  };
}

/**
 * The status of a deal. Copper searches pipelines without revenue by the words of those with revenue; by the names that answers show,
 * such as Done, deals of pipelines without revenue only are found.
 */
export const dealStatus = defineParameter({
  input: z.array(shortText).describe(dealStatuses.join(', ')),
  sends: ['statuses'],
  parsesNegation: true,
  toRequest: async (given, context, inputs): Promise<RequestPart> => {
    const values = wordsIn(given);
    const lookup = wordLookup('status', dealStatuses);
    const selection = await readSelection(values, {
      ...lookup,
      find: async (text) => {
        const [other] = bySpelling(text, otherNames, asWord)?.found ?? [];
        return other === undefined ? lookup.find(text) : [other];
      },
    });
    refuseAllOf(selection, 'status');
    if (selection.orEmpty) throw await lookup.find('none');
    const { anyOf, noneOf } = selection;
    const chosen = chosenOf(selection, dealStatuses, String);
    if (chosen === undefined) return understoodOf(selection);
    if (chosen.length === 0) throw nothingLeftError('status', values);
    const named = [...anyOf, ...noneOf];
    const closes = (noneOf.length > 0 ? noneOf : chosen).some((status) => status !== 'Open');
    const others = closes ? await pipelinesWithoutRevenue(context) : [];
    const narrowed = isNarrowed(inputs);
    // A status that has another name in some pipelines is not what every row shows.
    const understood = {
      ...understoodOf(selection),
      ...(others.length === 0 || isOnePipeline(inputs) ? fixedTo(selection, String) : {}),
    };
    if (!narrowed) noteOtherNames(noneOf.length > 0 ? named : chosen, noneOf.length > 0, others, context);
    if (!named.some((status) => otherNames.includes(status)))
      return { body: { statuses: [...chosen] }, ...understood };
    const statuses = [...new Set(chosen.map(searchedBy))];
    if (chosen.every((status) => otherNames.includes(status)) && others.length > 0 && !narrowed)
      return { body: { statuses, pipeline_ids: others.map(({ id }) => id) }, ...understood };
    return {
      ...(anyOf.length > 0 ? { body: { statuses } } : {}),
      localFilters: [shownStatus(anyOf, noneOf, others)],
      ...understood,
    };
  },
});
