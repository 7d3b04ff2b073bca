import type { CustomField } from '../../../src/tool/names.ts';
import type { Column } from '../../../src/tool/record.ts';
import { byText, byWord, type Dimension } from './dimension.ts';

/** Types of custom fields whose values make groups, dates aside. */
export const groupedTypes = ['Dropdown', 'MultiSelect', 'Checkbox', 'String'];

const yesOrNo: Readonly<Record<string, string>> = { true: 'yes', false: 'no' };

/** Groups by the values of a custom field; undefined for a type that makes none. */
export function byCustomField({ name, type }: CustomField, read: Column): Dimension | undefined {
  if (!groupedTypes.includes(type)) return undefined;
  if (type === 'String') return byText(name, read);
  if (type === 'Checkbox') return byWord(name, read, { value: (key) => yesOrNo[key] ?? key });
  return byWord(name, read, { several: type === 'MultiSelect' });
}
