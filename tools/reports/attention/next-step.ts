import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import type { Column } from '../../../src/tool/record.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { quoted } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { opportunityRecord } from '../../records/opportunity.ts';

/** What accounts call the field with what comes next. */
const label = /^next[\s_-]*(?:steps?|actions?)$/i;

/** The columns of an account's custom fields for the next step of a deal: most accounts have none or one. */
export async function readNextStepColumns({ names, columns, note }: ReportContext): Promise<Column[]> {
  const fields = (await names.customFields('opportunity')).filter(({ name }) => label.test(name.trim()));
  if (fields.length === 0)
    throw new ToolError(
      'invalid_input',
      'no_next_step is not known: this account has no custom field "Next step" or "Next action" on deals. Ask for other reasons, or search for deals without another field by filters=["field: none"]; {list_custom_field_definitions} lists the fields.',
    );
  const called = fields.map(({ name }) => quoted(name)).join(' and ');
  note(`no_next_step: ${called} ${fields.length === 1 ? 'is' : 'are'} empty.`);
  const found = await Promise.all(fields.map(({ id }) => columns(opportunityRecord, [String(id)])));
  return found.flat();
}

const isEmpty = (value: JsonValue | undefined) =>
  [value ?? ''].flat().every((one) => String(one ?? '').trim() === '');

/** True if none of the fields has a value. */
export const hasNoNextStep = (deal: JsonObject, columns: readonly Column[]): boolean =>
  columns.every(({ field }) => isEmpty(field.read(deal)));

/** The reason, with a note, if this Copper returns no custom fields: of none of its deals is it known that the field is empty. */
export function unknownNextStep(
  columns: readonly Column[],
  unreturned: ReadonlySet<string>,
  note: ReportContext['note'],
): 'no_next_step'[] {
  if (!columns.some(({ field }) => field.sourceFields.some((name) => unreturned.has(name)))) return [];
  note('no_next_step is not known: this Copper returns no custom fields of deals.', 'gap');
  return ['no_next_step'];
}
