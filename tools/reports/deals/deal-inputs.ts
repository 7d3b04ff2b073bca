import type { ZodType } from 'zod/v3';
import type { Calendar } from '../../../src/tool/clock.ts';
import type { JsonObject } from '../../../src/tool/json.ts';
import { filterName } from '../../inputs/filter-text.ts';
import { paging } from '../../inputs/parameter.ts';
import { searchOpportunities } from '../../search-opportunities.ts';

/** An input of the deal search, unchanged. */
function input(name: string): ZodType<unknown> {
  const parameter = searchOpportunities.parameters[name];
  if (parameter === undefined) throw new Error(`The deal search has no input ${name}`);
  return parameter.input.optional();
}

/** Inputs of the deal search that reports about deals accept as well and pass to it unchanged. */
export const dealInputs = {
  owner: input('owner'),
  pipeline: input('pipeline'),
  stage: input('stage'),
  value: input('value'),
  closes: input('closes'),
  tags: input('tags'),
  filters: input('filters').describe('field: value; any of deals, custom fields'),
};

/** Maximum number of rows in one answer. */
const maxRows = 100;

/** Which rows of a report's list are shown. */
export const listPaging = paging(maxRows);

/** The rows that were asked for; a limit that is too large is lowered, with a note. */
export function listWindow(
  { limit, offset = 0 }: { readonly limit?: number | undefined; readonly offset?: number | undefined },
  defaultLimit: number,
  note: (text: string) => void,
): { limit: number; offset: number } {
  if (limit !== undefined && limit > maxRows)
    note(`limit ${limit} was lowered to ${maxRows}; use offset for more.`);
  return { limit: Math.min(limit ?? defaultLimit, maxRows), offset };
}

/**
 * Narrows a search to the records created in a period. A filter on the day of creation is a condition as well: the search then has that
 * one, and rows are held against the period here.
 */
export function createdIn(
  conditions: Readonly<Record<string, unknown>>,
  during: string,
  calendar: Pick<Calendar, 'range'>,
) {
  const filters: readonly unknown[] = Array.isArray(conditions.filters) ? conditions.filters : [];
  const isByCreation = filters.some((one) => /creat/i.test(filterName(one)));
  const { from = 0, to = Number.POSITIVE_INFINITY } = calendar.range(during);
  return {
    input: { ...conditions, ...(isByCreation ? {} : { created: during }) },
    isInPeriod: ({ date_created: at }: JsonObject) => typeof at === 'number' && at >= from && at <= to,
  };
}
