import { isObject, type JsonObject } from '../../src/tool/json.ts';
import { type Field, primarySourceFields, type RecordDefinition, textField } from '../../src/tool/record.ts';
import type { LocalFilter } from '../../src/tool/request.ts';
import { quoted } from '../../src/tool/sentences.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { fieldFilter } from './local-filters.ts';
import type { Parameter, RequestPart } from './parameter.ts';
import { printedReferences } from './record-reference.ts';
import { negated, negatedBySign, presenceOf } from './selection.ts';

/** The contract's names of what answers show under a name of ours. */
export const contractNames: Readonly<Record<string, string>> = {
  id: 'ids',
  contact: 'primary_contact_ids',
  contact_type: 'contact_type_ids',
  created: 'created_date',
  completed: 'completed_date',
  interactions: 'interaction_count',
  last_contact: 'interaction_date',
  loss_reason: 'loss_reason_ids',
  modified: 'modified_date',
  phone: 'phone_number',
  priority: 'priorities',
  probability: 'win_probability',
  reminder: 'reminder_date',
  source: 'customer_source_ids',
  stage_since: 'date_stage_changed',
  type: 'contact_type_ids',
};

/** The field that answers show under this name, or that reads Copper's field of this name. */
export function findField(name: string, { fields }: RecordDefinition): Field | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  const [own] =
    Object.entries(contractNames).find(
      ([key, contract]) => contract === name && Object.hasOwn(fields, key),
    ) ?? [];
  if (own !== undefined) return fields[own];
  return Object.values(fields).find(({ sourceFields }) => sourceFields[0] === name);
}

/** The parts of an address that searches have as conditions of their own. */
const addressParts = ['city', 'state', 'postal_code', 'country'];

/** The field that a parameter is about. */
export function fieldOf(name: string, { sends }: Parameter, record: RecordDefinition): Field | undefined {
  const [sent = name] = sends.map((one) => one.replace(/^(?:minimum|maximum)_/, ''));
  const own = findField(name, record) ?? findField(sent, record);
  if (own !== undefined) return own;
  if (addressParts.includes(sent) && Object.hasOwn(record.fields, 'address'))
    return textField(`address.${sent}`);
  return record.raw?.includes(sent) === true ? textField(sent) : undefined;
}

/** The part with the field of which it asks for one exact value. */
export function withExactField(part: RequestPart, field: Field | undefined): RequestPart {
  if (field === undefined) return part;
  if (part.isExact === true) return { ...part, exactFields: [{ of: field }] };
  const { exactText: text } = part;
  return text === undefined ? part : { ...part, exactFields: [{ of: field, text }] };
}

/** What a value is read as; an error about it begins with the whole text, which also says "not". */
async function asExcluded<Made>(name: string, text: string, read: () => Promise<Made> | Made): Promise<Made> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ToolError) || error.kind !== 'invalid_input') throw error;
    throw new ToolError(error.kind, `${name} ${quoted(text)}: ${error.withToolMarks}`, { cause: error });
  }
}

/** The condition that a reference is to any record but one, or to none; the parameter reads which one. */
async function otherRecords(
  [name, field]: readonly [name: string, field: Field],
  parameter: Parameter,
  [text, excluded]: readonly [text: string, excluded: string],
  context: RequestContext,
): Promise<LocalFilter> {
  const { body = {} } = await asExcluded(name, text, () => parameter.toRequest(excluded, context, {}));
  const [one] = Object.values(body).filter(isObject);
  const how = `not ${excluded}`;
  context.noteUnderstood(name, how);
  const test = (row: JsonObject) => {
    const own = field.read(row);
    return !isObject(own) || String(own.id) !== String(one?.id) || own.type !== one?.type;
  };
  return { name: `${name} (${how})`, sourceFields: primarySourceFields(field), test };
}

/** All dates that Copper searches by. */
const anyDate = '1970-01-02..';

/** What a parameter cannot be asked for, and what is left for it; `rest` is undefined if nothing is. */
interface SplitInput {
  readonly localFilters: readonly LocalFilter[];
  readonly rest: unknown;
}

/**
 * Splits what a value excludes, or asks for at all (`none`, `any`), from what Copper is asked for: those rows are read and kept here.
 * Names may begin with `not` themselves, so that only signs exclude part of a name.
 *
 * @throws ToolError `invalid_input` if rows do not show what is excluded
 */
export async function splitLocalFilters(
  name: string,
  [parameter, value]: readonly [Parameter, unknown],
  record: RecordDefinition,
  context: RequestContext,
): Promise<SplitInput> {
  const texts = [value].flat();
  const field = fieldOf(name, parameter, record);
  const isHere = (text: unknown): text is string => {
    if (typeof text !== 'string') return false;
    // Every record has a name, which may well begin with "not" or be "None".
    if (parameter.sends.includes('name')) return negatedBySign(text) !== undefined;
    return negated(text) !== undefined || presenceOf(text) !== undefined;
  };
  const printed = field?.kind === 'record' ? await printedReferences(name, texts, context) : [];
  const here = texts.filter(isHere).filter((text) => !printed.includes(text));
  if (parameter.parsesNegation === true || parameter.sends.includes('sort_by') || here.length === 0)
    return { localFilters: [], rest: value };
  const isRange = parameter.sends.some((sent) => sent.endsWith('_date') || sent.includes('_date_'));
  if (field === undefined && isRange && here.every((text) => presenceOf(text) === 'any')) {
    context.noteUnderstood(name, 'any');
    return { localFilters: [], rest: anyDate };
  }
  if (field === undefined) {
    throw new ToolError(
      'invalid_input',
      `${name} takes no "not", "none" or "any": Copper cannot search for that, and ${record.plural} do not show it.`,
    );
  }
  const rest = texts.filter((text) => !here.some((one) => one === text));
  const filterOf = (text: string) => {
    const excluded = presenceOf(text) === undefined ? negated(text) : undefined;
    return field.kind === 'record' && excluded !== undefined
      ? otherRecords([name, field], parameter, [text, excluded], context)
      : fieldFilter(name, field, [text], context);
  };
  const filters = await Promise.all([...new Set(here)].map(filterOf));
  const instead = isRange ? `${name} ${anyDate} finds the records that have one.` : undefined;
  const localFilters = filters.map((one) => (instead === undefined ? one : { ...one, instead }));
  return { localFilters, rest: rest.length === 0 ? undefined : Array.isArray(value) ? rest : rest[0] };
}
