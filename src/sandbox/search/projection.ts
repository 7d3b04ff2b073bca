import { asInteger, asList, isJsonObject } from '../read-value.ts';
import { validationError } from '../reply.ts';

/** The members of a record that are returned. */
export interface Projection {
  readonly names: ReadonlySet<string>;
  /** Null: all of them. */
  readonly customFields: ReadonlySet<number> | null;
}

/** Reads `fields`: names of members, and objects with ids of custom fields. */
export function readProjection(fields: unknown): Projection {
  const names = new Set<string>();
  const custom = new Set<number>();
  for (const item of asList(fields)) {
    if (typeof item === 'string') names.add(item);
    else if (isJsonObject(item)) for (const id of fieldIds(item.custom_fields)) custom.add(id);
    else throw validationError('Fields: Invalid value for Fields');
  }
  const all = names.has('custom_fields') || custom.size === 0;
  if (custom.size > 0) names.add('custom_fields');
  return { names, customFields: all ? null : custom };
}

/** Only the requested members, also without the id; names that no record has are ignored. */
export function projectRow(row: object, { names, customFields }: Projection): object {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => names.has(name))
      .map(([name, value]: [string, unknown]) => {
        if (name !== 'custom_fields' || customFields === null || !Array.isArray(value)) return [name, value];
        return [
          name,
          value.filter((slot: unknown) => {
            const id = isJsonObject(slot) ? asInteger(slot.custom_field_definition_id) : undefined;
            return id !== undefined && customFields.has(id);
          }),
        ];
      }),
  );
}

function fieldIds(list: unknown): number[] {
  return asList(list).map((item) => {
    const id = isJsonObject(item) ? asInteger(item.custom_field_definition_id) : undefined;
    if (id === undefined) throw validationError('Fields: Invalid value for Fields');
    return id;
  });
}
