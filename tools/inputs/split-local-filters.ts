import { negated, presenceOf } from '../../src/input/selection.ts';
import { isObject, type JsonObject } from '../../src/tool/json.ts';
import { type Field, primarySourceFields, type RecordDefinition } from '../../src/tool/record.ts';
import type { LocalFilter } from '../../src/tool/request.ts';
import { quoted } from '../../src/tool/sentences.ts';
import type { RequestContext } from '../../src/tool/tool.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { fieldFilter } from './local-filters.ts';
import { fieldOf, type Parameter, unsearchableTexts } from './parameter.ts';
import { referencesAsShown } from './record-reference.ts';

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
  const unsearchable = unsearchableTexts(parameter, value);
  const printed = field?.kind === 'record' ? await referencesAsShown(name, unsearchable, context) : [];
  const here = unsearchable.filter((text) => !printed.includes(text));
  if (here.length === 0) return { localFilters: [], rest: value };
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
