import { nearestHint, normalizeName, quoted } from '../../src/names/nearest-names.ts';
import type { CustomField, NameResolver } from '../../src/tool/names.ts';
import type { Field, RecordDefinition } from '../../src/tool/record.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import type { CustomFieldSearch } from './custom-field.ts';
import type { Parameter } from './parameter.ts';

/** What filters of one search tool can be on. */
export interface Filterable {
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly record: RecordDefinition;
  readonly customFields: CustomFieldSearch | undefined;
}

/** A parameter of Copper's; `end` where the filter names only one end of its range, `minimum_…` or `maximum_…`. */
interface ParameterTarget {
  readonly parameter: Parameter;
  readonly end?: 'min' | 'max' | undefined;
}

/** The contract's names of what answers show under a name of ours. */
const contractNames: Readonly<Record<string, string>> = {
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

/** The parameter that a name means: by our own name, by the contract's, or by one that it sends. */
export function findParameter(name: string, { parameters }: Filterable): ParameterTarget | undefined {
  const own = (key: string | undefined) =>
    key !== undefined && Object.hasOwn(parameters, key) ? parameters[key] : undefined;
  const named = own(name) ?? own(Object.hasOwn(contractNames, name) ? contractNames[name] : undefined);
  if (named !== undefined) return { parameter: named };
  const parameter = Object.values(parameters).find(({ sends }) => sends.includes(name));
  if (parameter === undefined) return undefined;
  const end = name.startsWith('minimum_') ? 'min' : name.startsWith('maximum_') ? 'max' : undefined;
  return { parameter, end: parameter.ranged ? end : undefined };
}

/** The field that answers show under this name, or that reads Copper's field of this name. */
export function findField(name: string, { record: { fields } }: Filterable): Field | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  const [own] =
    Object.entries(contractNames).find(
      ([key, contract]) => contract === name && Object.hasOwn(fields, key),
    ) ?? [];
  if (own !== undefined) return fields[own];
  return Object.values(fields).find(({ needs }) => needs[0] === name);
}

/**
 * The custom field of this label or id.
 *
 * @throws ToolError `unknown_name` with the nearest names and all filters there are
 */
export async function findCustomField(
  name: string,
  { parameters, customFields }: Filterable,
  names: NameResolver,
): Promise<{ readonly field: CustomField; readonly search: CustomFieldSearch }> {
  const known = customFields === undefined ? [] : await names.customFields(customFields.entity);
  const field = known.find(
    (each) => normalizeName(each.name) === normalizeName(name) || String(each.id) === name,
  );
  if (field !== undefined && customFields !== undefined) return { field, search: customFields };
  const own = Object.keys(parameters);
  const hint = nearestHint(name, [...own, ...known.map((each) => each.name)], 5);
  const labels = known.length > 0 ? ', and custom fields. {list_custom_field_definitions} lists those' : '';
  const sentences = [`There is no filter ${quoted(name)}.`, hint, `Filters: ${own.join(', ')}${labels}.`];
  throw new ToolError('unknown_name', sentences.filter(Boolean).join(' '));
}
