import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { NameEntry, NameList } from '../tool/names.ts';
import type { OperationId } from '../tool/operation.ts';

/** Books whose entries are one small list that is read whole. */
export type SmallNameList = Exclude<NameList, 'lead' | 'person' | 'company' | 'opportunity'>;

/** Where a book's entries come from, and which tool shows them to an agent. */
export interface NameListSource {
  readonly operation: OperationId;
  readonly tool: string;
  /** What one entry is called in a sentence. */
  readonly word: string;
  readonly entries: (rows: readonly JsonObject[]) => NameEntry[];
}

function entry({ id, name }: JsonObject): NameEntry | undefined {
  return typeof id === 'number' && typeof name === 'string' ? { id, key: String(id), name } : undefined;
}

const plainEntries = (rows: readonly JsonObject[]): NameEntry[] => rows.flatMap((row) => entry(row) ?? []);

const objects = (value: JsonValue | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

const source = (
  operation: OperationId,
  tool: string,
  word: string,
  entries = plainEntries,
): NameListSource => ({
  operation,
  tool,
  word,
  entries,
});

const users = (rows: readonly JsonObject[]): NameEntry[] =>
  rows.flatMap((row) => {
    const user = entry(row);
    if (user === undefined) return [];
    const teams = plainEntries(objects(row.groups)).map(({ id, name }) => ({ id, name }));
    return { ...user, teams, ...(typeof row.email === 'string' ? { email: row.email } : {}) };
  });

const stages = (rows: readonly JsonObject[]): NameEntry[] =>
  rows.flatMap((row) => {
    const pipeline = entry(row);
    if (pipeline === undefined) return [];
    return plainEntries(objects(row.stages)).map((stage) => ({ ...stage, pipeline }));
  });

/** Ids repeat between the categories, so the category is part of the key; types that are switched off keep their names. */
const activityTypes = (rows: readonly JsonObject[]): NameEntry[] =>
  rows.flatMap((row) => {
    const type = entry(row);
    const category = typeof row.category === 'string' ? row.category : 'user';
    return type === undefined ? [] : { ...type, category, key: `${category}:${type.id}` };
  });

/** The small lists of an account. */
export const nameLists: Readonly<Record<SmallNameList, NameListSource>> = {
  user: source('listUsers', 'list_users', 'user', users),
  pipeline: source('listPipelines', 'list_pipelines', 'pipeline'),
  stage: source('listPipelines', 'list_pipelines', 'stage', stages),
  source: source('listCustomerSources', 'list_customer_sources', 'source'),
  loss_reason: source('listLossReasons', 'list_loss_reasons', 'loss reason'),
  contact_type: source('listContactTypes', 'list_contact_types', 'contact type'),
  lead_status: source('listLeadStatuses', 'list_lead_statuses', 'lead status'),
  activity_type: source('listActivityTypes', 'list_activity_types', 'activity type', activityTypes),
};

/** True for a book that is one small list. */
export const isSmallNameList = (book: NameList): book is SmallNameList => Object.hasOwn(nameLists, book);
