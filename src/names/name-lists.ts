import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { NameEntry, NameKind } from '../tool/names.ts';
import type { OperationId } from '../tool/operation.ts';
import { isAscii, withoutUnseen } from '../tool/outgoing-text.ts';
import type { CopperReply, CopperRequest, RequestOptions } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import { longestCompared } from './suggestions.ts';

/** Names of records, which are too many to read all. */
export type RecordNameKind = Extract<NameKind, 'lead' | 'person' | 'company' | 'opportunity'>;

/** Names that are one small list, which is read whole. */
export type ListedNameKind = Exclude<NameKind, RecordNameKind>;

/** Where names are read from; `maxAgeMs` asks for a reply that was cached no longer ago. Errors are those of `CopperClient.ask`. */
export interface NameReader {
  ask(request: CopperRequest, call: RequestOptions, maxAgeMs?: number): Promise<CopperReply>;
  /** All rows of a list operation. @throws ListTooLong */
  list(operation: OperationId, call: RequestOptions, maxAgeMs?: number): Promise<readonly JsonObject[]>;
  pageCap(operation: OperationId): number;
}

/** What one call needs to resolve names; `note` gets how they were interpreted. */
export interface NameContext {
  readonly reader: NameReader;
  readonly call: RequestOptions;
  readonly note: (text: string) => void;
  /** `whole`: labels that cannot be read now are an error; by default a note says so. */
  readonly labels?: 'whole' | undefined;
}

/** Copper says that an account has no users, of which the owner of the key is one. */
export class NoUsers extends ToolError {
  constructor() {
    super(
      'unavailable',
      "Copper's list of users came back empty, which cannot be: the owner of the key is one of them. Try again.",
    );
  }
}

/** A cached list may be this old, in milliseconds, before a name that is not in it causes it to be read again. */
export const recheckAgeMs = 30_000;

/** Where the entries of a list come from. */
export interface NameListSource {
  readonly operation: OperationId;
  /** What one entry is called in a sentence. */
  readonly noun: string;
  readonly entries: (rows: readonly JsonObject[]) => readonly NameEntry[];
}

/** What is made of rows, made once for as long as somebody has these rows: lists are cached, and each call uses them. */
export function memoizeByObject<Rows extends object, Made>(make: (rows: Rows) => Made): (rows: Rows) => Made {
  const cache = new WeakMap<Rows, Made>();
  return (rows) => {
    const made = cache.get(rows) ?? make(rows);
    cache.set(rows, made);
    return made;
  };
}

function entry({ id, name }: JsonObject): NameEntry | undefined {
  return typeof id === 'number' && typeof name === 'string' ? { id, key: String(id), name } : undefined;
}

const plainEntries = (rows: readonly JsonObject[]): NameEntry[] => rows.flatMap((row) => entry(row) ?? []);

/** The objects in an array; none if it is not an array. */
export const objectsIn = (value: JsonValue | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

const source = (operation: OperationId, noun: string, entries = plainEntries): NameListSource => ({
  operation,
  noun,
  entries: memoizeByObject(entries),
});

const users = (rows: readonly JsonObject[]): NameEntry[] =>
  rows.flatMap((row) => {
    const email = typeof row.email === 'string' ? row.email : '';
    const hasName = typeof row.name === 'string' && row.name.trim() !== '';
    const user = entry(hasName ? row : { ...row, name: email });
    if (user === undefined || user.name === '') return [];
    const teams = plainEntries(objectsIn(row.groups)).map(({ id, name }) => ({ id, name }));
    return { ...user, teams, ...(email === '' ? {} : { email }) };
  });

const pipelines = (rows: readonly JsonObject[]): NameEntry[] =>
  rows.flatMap((row) => {
    const pipeline = entry(row);
    if (pipeline === undefined) return [];
    return row.is_revenue === false ? { ...pipeline, revenue: false } : pipeline;
  });

const stages = (rows: readonly JsonObject[]): NameEntry[] =>
  rows.flatMap((row) => {
    const pipeline = entry(row);
    if (pipeline === undefined) return [];
    return plainEntries(objectsIn(row.stages)).map((stage) => ({ ...stage, pipeline }));
  });

/** The same ids exist in both categories, so the category is part of the key; disabled types are included. */
const activityTypes = (rows: readonly JsonObject[]): NameEntry[] =>
  rows.flatMap((row) => {
    const type = entry(row);
    const category = typeof row.category === 'string' ? row.category : 'user';
    return type === undefined ? [] : { ...type, category, key: `${category}:${type.id}` };
  });

/** The small name lists of an account. */
export const nameLists: Readonly<Record<ListedNameKind, NameListSource>> = {
  user: source('listUsers', 'user', users),
  pipeline: source('listPipelines', 'pipeline', pipelines),
  stage: source('listPipelines', 'stage', stages),
  source: source('listCustomerSources', 'source'),
  loss_reason: source('listLossReasons', 'loss reason'),
  contact_type: source('listContactTypes', 'contact type'),
  lead_status: source('listLeadStatuses', 'lead status'),
  activity_type: source('listActivityTypes', 'activity type', activityTypes),
};

/** True for a small list; false for names of records. */
export const isListedNameKind = (list: NameKind): list is ListedNameKind => Object.hasOwn(nameLists, list);

/**
 * How answers print the entries of a list, by key: by name, and if a name comes twice, with what tells them apart, which is taken as
 * an input as well. Stages of two pipelines are told apart by their pipelines, which answers show where needed.
 */
export const distinctLabels = memoizeByObject(
  (entries: readonly NameEntry[]): ReadonlyMap<string, string> => {
    const places = entries.map(({ name, pipeline, category }) => {
      const start = name.slice(0, longestCompared);
      const printed = isAscii(start) ? start : withoutUnseen(start);
      const place = `${printed.replace(/\s+/gu, ' ').trim()}${name.slice(longestCompared)}\0${pipeline?.id ?? ''}`;
      return [place, `${place}\0${category}`] as const;
    });
    const uses = new Map<string, number>();
    for (const place of places.flat()) uses.set(place, (uses.get(place) ?? 0) + 1);
    return new Map(
      entries.map((entry, at) => {
        const { key, name, email, id, category } = entry;
        const [place = '', inCategory = ''] = places[at] ?? [];
        // As an input, that word means the owner of the key.
        const isReserved = entry.teams !== undefined && name.trim().toLowerCase() === 'me';
        if ((uses.get(place) ?? 0) < 2 && !isReserved) return [key, name];
        const apart = uses.get(inCategory) === 1 && !isReserved ? category : `id ${id}`;
        return [key, email === undefined ? `${name} (${apart})` : `${name} <${email}>`];
      }),
    );
  },
);
