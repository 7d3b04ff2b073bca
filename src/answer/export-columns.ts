import { type Column, derivedField, type Field } from '../tool/record.ts';
import { cleanLine, textsIn } from './cell.ts';

/** The first of several values, as most programs want it, and all of them with their kinds. */
function contactColumns({ name, field }: Column): Column[] {
  const first = derivedField(field.sourceFields, (row) => textsIn(field.read(row))[0]);
  const all = derivedField(field.sourceFields, (row) => field.allValues?.(row));
  return [
    { name, field: first, requested: true },
    { name: `${name}_all`, field: all, requested: true },
  ];
}

/** The columns with another name for each that has one which an earlier one has. */
function withDistinctNames(columns: readonly Column[]): Column[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    const own = cleanLine(column.name);
    let name = own;
    for (let count = 2; taken.has(name); count++) name = `${own} (${count})`;
    taken.add(name);
    return { ...column, name };
  });
}

/**
 * The columns for rows of which nobody knows the later ones yet: the same whatever the rows have. A currency and a pipeline stand in a column
 * of their own unless there is one already; of e-mail addresses and phone numbers the first stands alone, and all beside it. No text is cut.
 */
export function exportColumns(columns: readonly Column[]): Column[] {
  const isSame = (one: Field, other: Field) =>
    one.kind === other.kind && one.sourceFields[0] === other.sourceFields[0];
  const separate = columns.flatMap((column): Column[] => {
    if (column.field.allValues !== undefined) return contactColumns(column);
    const { qualifier, ...field } = column.field;
    const plain = { ...column, field, requested: true };
    if (qualifier === undefined || columns.some((other) => isSame(other.field, qualifier))) return [plain];
    const name =
      field.kind === 'number' ? `${column.name}_currency` : (qualifier.nameKind ?? `${column.name}_of`);
    return [plain, { name, field: qualifier, requested: true }];
  });
  return withDistinctNames(separate);
}
