import { z } from 'zod/v3';
import {
  byKeys,
  chosenOf,
  excludesOnly,
  fixedTo,
  nothingLeftError,
  refuseAllOf,
  type Selection,
  selectionFilter,
  understoodOf,
} from '../../src/input/selection.ts';
import type { JsonObject } from '../../src/tool/json.ts';
import type { FindOptions, NameEntry, NameKind } from '../../src/tool/names.ts';
import { listedNames } from '../../src/tool/sentences.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { defineParameter, described, type Parameter, type RequestPart, shortText } from './parameter.ts';
import { readSelection, type TermMatcher } from './read-selection.ts';

const names = z.array(shortText);

/** Copper's id for "none" in the lists that know it. */
const noneId = -2;

/**
 * How records without a value are found: by -2, which the contract has for some lists, and only Copper's public documentation for
 * others, of which it is not sure then; else among the rows read; `none-exist` if every record has a value.
 */
type FindEmpty = 'by-id' | 'by-documented-id' | 'by-reading' | 'none-exist';

/** Names as answers show them: those of stages with their pipeline, unless only one pipeline is asked for. */
const fullNameIn =
  (pipelines: readonly NameEntry[] | undefined) =>
  ({ name, pipeline }: NameEntry): string =>
    pipeline === undefined || pipelines?.length === 1 ? name : `${name} (${pipeline.name})`;

/** How an input looks up the names of one list. */
export const namesOf = (
  nameKind: NameKind,
  { names: resolver }: RequestContext,
  { pipelines, noun }: FindOptions = {},
): TermMatcher<NameEntry> => ({
  match: (text, whole) => resolver.match(nameKind, text, { pipelines, whole }),
  find: (text) => resolver.find(nameKind, [text], { pipelines, noun }),
  nameOf: ({ name }) => name,
  fullNameOf: fullNameIn(pipelines),
});

/** The names that a selection chooses of a closed list, which is read only if the selection excludes some. */
async function chosenNames(
  selection: Selection<NameEntry>,
  all: () => Promise<readonly NameEntry[]>,
): Promise<readonly NameEntry[] | undefined> {
  return chosenOf(
    selection,
    selection.noneOf.length > 0 || selection.notEmpty ? await all() : [],
    ({ key }) => key,
  );
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** What is said when all but the named ones were searched by the names that the list has. */
function noteOthers(
  noun: string,
  names: readonly string[],
  { note }: RequestContext,
  empty?: 'included' | 'not' | 'unsure',
): void {
  const excluded = listedNames([...new Set(names)]);
  const what = excluded === '' ? `any ${noun}` : `${noun} not ${excluded}`;
  const are = empty === 'unsure' ? 'included if this Copper can be asked for them' : empty;
  const without = are === undefined ? '' : `records without one are ${are}, `;
  note(
    `${what}: every other ${noun} that the account lists was searched; ${without}those with one that is not listed are not.`,
  );
}

/**
 * Names where Copper wants ids; ids are accepted too. All but some are searched by all others of a list that is closed, and kept here
 * from the rows read if it is not.
 */
export const nameIds = (
  name: string,
  nameKind: NameKind,
  {
    findEmpty = 'by-reading',
    noun = nameKind.replace('_', ' '),
  }: { findEmpty?: FindEmpty; noun?: string } = {},
): Parameter =>
  defineParameter({
    input: names,
    sends: [name],
    parsesNegation: true,
    toRequest: async (values, context): Promise<RequestPart> => {
      const selection = await readSelection(values, namesOf(nameKind, context, { noun }));
      refuseAllOf(selection, noun);
      const { orEmpty, notEmpty } = selection;
      const understood = understoodOf(selection);
      const all = findEmpty === 'by-reading' ? [] : await allToExcludeFrom(selection, nameKind, context);
      const hasNoneId = findEmpty === 'by-id' || findEmpty === 'by-documented-id';
      const isClosed = findEmpty === 'none-exist' || (hasNoneId && all.length > 0);
      if ((orEmpty && !hasNoneId) || (excludesOnly(selection) && !isClosed)) {
        const path = name.replace(/ids$/, 'id');
        if (path === 'opportunity_id')
          throw new ToolError('invalid_input', `${noun} cannot be excluded: people do not show their deals.`);
        const valuesOf = (row: JsonObject) => [row[path]].filter(isNumber);
        return {
          localFilters: [
            selectionFilter(
              [noun, path],
              byKeys(selection, ({ id }) => id),
              valuesOf,
            ),
          ],
          ...understood,
        };
      }
      const others = excludesOnly(selection);
      const chosen = (await chosenNames(selection, async () => all)) ?? (notEmpty ? all : []);
      const withEmpty = hasNoneId && (orEmpty || others) && !notEmpty;
      const isUnsure = withEmpty && findEmpty === 'by-documented-id';
      if (others) {
        const excluded = selection.noneOf.map(fullNameIn(undefined));
        const found = isUnsure ? 'unsure' : withEmpty ? 'included' : 'not';
        noteOthers(noun, excluded, context, hasNoneId ? found : undefined);
      }
      const ids = [...(withEmpty ? [noneId] : []), ...new Set(chosen.map(({ id }) => id))];
      if (ids.length === 0) throw nothingLeftError(noun, values);
      return {
        body: { [name]: ids },
        ...understood,
        ...fixedTo(selection, ({ id }) => id),
        ...(isUnsure ? { ifNone: notFoundByUnsureId(noun) } : {}),
      };
    },
  });

/** Said where records without a value were asked for by an id that this Copper may not know, and none were found. */
const notFoundByUnsureId = (noun: string) =>
  `Not every Copper can be asked for records without a ${noun}; one that cannot finds none, so there may be some.`;

/** All names of a list, if a selection asks for all but some. */
const allToExcludeFrom = async (
  selection: Selection<NameEntry>,
  nameKind: NameKind,
  { names: resolver }: RequestContext,
): Promise<readonly NameEntry[]> => (excludesOnly(selection) ? resolver.all(nameKind) : []);

/** Who owns a record: a name, an e-mail, `me`, or `none`. */
export const owner = described(
  nameIds('assignee_ids', 'user', { findEmpty: 'by-id', noun: 'owner' }),
  'Names, "me" or "none"',
);

/** The same of tasks: the contract does not say that Copper finds those without an owner, so that they are read. */
export const taskOwner = described(
  nameIds('assignee_ids', 'user', { noun: 'owner' }),
  'Names, "me" or "none"',
);

/** The pipelines that the input of a call chooses; undefined for all. */
async function pipelinesOf(
  pipeline: unknown,
  context: RequestContext,
): Promise<readonly NameEntry[] | undefined> {
  if (!Array.isArray(pipeline)) return undefined;
  const selection = await readSelection(pipeline.map(String), namesOf('pipeline', context));
  return chosenNames(selection, () => context.names.all('pipeline'));
}

/** Stages by name, of the pipelines that the same call names, else of all: equal names in two pipelines are both searched. */
export const stage = defineParameter({
  input: names,
  sends: ['pipeline_stage_ids'],
  parsesNegation: true,
  toRequest: async (values, context, { pipeline }) => {
    const pipelines = await pipelinesOf(pipeline, context);
    const selection = await readSelection(values, namesOf('stage', context, { pipelines }));
    refuseAllOf(selection, 'stage');
    if (selection.orEmpty) {
      const valuesOf = (row: JsonObject) => [row.pipeline_stage_id].filter(isNumber);
      return {
        localFilters: [
          selectionFilter(
            ['stage', 'pipeline_stage_id'],
            byKeys(selection, ({ id }) => id),
            valuesOf,
          ),
        ],
        ...understoodOf(selection),
      };
    }
    const isInside = (one: NameEntry) => pipelines?.some(({ id }) => id === one.pipeline?.id) !== false;
    const all = async () => (await context.names.all('stage')).filter(isInside);
    const chosen = (await chosenNames(selection, all)) ?? (await all());
    if (chosen.length === 0) throw nothingLeftError('stage', values);
    if (excludesOnly(selection)) noteOthers('stage', selection.noneOf.map(fullNameIn(pipelines)), context);
    return {
      body: { pipeline_stage_ids: chosen.map(({ id }) => id) },
      ...understoodOf(selection),
      ...fixedTo(selection, ({ id }) => id),
    };
  },
});
