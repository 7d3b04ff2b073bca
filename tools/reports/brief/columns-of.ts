import type { Column, RecordDefinition } from '../../../src/tool/record.ts';
import { column } from '../../../src/tool/report.ts';

/** Columns of a record by our names of its fields, for use as a module loads; long text is shortened. */
export function recordFieldColumns(record: RecordDefinition, names: readonly string[]): Column[] {
  return names.map((name) => {
    const field = record.fields[name];
    if (field === undefined) throw new Error(`${record.name} has no field ${name}`);
    return column(name, field);
  });
}
