import type { Column } from '../tool/record.ts';
import type { CopperRequest } from '../tool/request.ts';
import type { Returns } from '../tool/tool.ts';

/** The request with only the fields that are shown, and computed custom values where custom fields are; `whole` asks for all fields. */
export function projectFields(
  request: CopperRequest,
  returns: Returns,
  columns: readonly Column[],
  whole: boolean,
): CopperRequest {
  const custom = [...new Set(columns.flatMap((column) => column.custom ?? []))];
  const query =
    custom.length > 0 && returns.record.entity !== undefined
      ? { ...request.query, custom_field_computed_values: true }
      : request.query;
  const needs = new Set(['id', 'name', ...columns.flatMap(({ field }) => field.needs)]);
  needs.delete('custom_fields');
  const fields = [
    ...needs,
    ...(custom.length > 0
      ? [{ custom_fields: custom.map((id) => ({ custom_field_definition_id: id })) }]
      : []),
  ];
  return {
    ...request,
    ...(query === undefined ? {} : { query }),
    ...(returns.projects && !whole ? { body: { ...request.body, fields } } : {}),
  };
}
