import { isObject, type JsonObject, type JsonValue } from '../../../src/tool/json.ts';
import { type Column, column, derivedField, type RecordDefinition } from '../../../src/tool/record.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { listedNames } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { listFieldLayoutByEntityType } from '../../list-field-layout-by-entity-type.ts';
import { layoutFieldRecord } from '../../records/layout-field.ts';
import type { FoundProblem, HygieneKind } from './problems.ts';

/** A field that the form of a record asks for. */
interface RequiredField {
  readonly label: string;
  /** What of a row holds its value. */
  readonly column: Column;
  /** Undefined for a field of all records of the kind. */
  readonly pipeline?: number;
}

/** What a kind must have, as far as that is known. */
export interface RequiredFields {
  readonly columns: readonly Column[];
  /** `missing Close Date, Region`, if it lacks some. */
  find(row: JsonObject): FoundProblem[];
  /** False if the form could not be read. */
  readonly isKnown: boolean;
}

/** Pipelines have a form each; of accounts with more, those of the first are read. */
const mostPipelines = 10;

/**
 * The members of rows by the words of a form, for its keys and labels (`close_date`, `Close Date`): Copper documents one key of the fields
 * that are its own. Owner and e-mail are problems of their own; why a deal was lost is asked of lost ones only.
 */
const members: Readonly<Record<string, string | undefined>> = {
  name: 'name',
  fullname: 'name',
  title: 'title',
  company: 'company_name',
  companyname: 'company_name',
  contacttype: 'contact_type_id',
  type: 'contact_type_id',
  emaildomain: 'email_domain',
  domain: 'email_domain',
  address: 'address',
  phone: 'phone_numbers',
  phones: 'phone_numbers',
  phonenumbers: 'phone_numbers',
  social: 'socials',
  socials: 'socials',
  website: 'websites',
  websites: 'websites',
  tags: 'tags',
  details: 'details',
  description: 'details',
  status: 'status',
  value: 'monetary_value',
  monetaryvalue: 'monetary_value',
  source: 'customer_source_id',
  customersource: 'customer_source_id',
  pipeline: 'pipeline_id',
  stage: 'pipeline_stage_id',
  pipelinestage: 'pipeline_stage_id',
  primarycontact: 'primary_contact_id',
  closedate: 'close_date',
  winprobability: 'win_probability',
  priority: 'priority',
};
const elsewhere = /^(?:owner|ownedby|assignee|assigneeid|emails?|workemail|lossreason)$/;

const wordOf = (text: JsonValue | undefined) =>
  String(text ?? '')
    .toLowerCase()
    .replace(/[^a-z]/g, '');

function isEmpty(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.every(isEmpty);
  if (isObject(value)) return Object.values(value).every(isEmpty);
  return String(value ?? '').trim() === '';
}

/** The forms of a kind: one, or those of the pipelines. */
async function readLayouts(kind: HygieneKind, { rows, names, columns, note }: ReportContext) {
  const shown = await columns(layoutFieldRecord, layoutFieldRecord.shown);
  if (kind !== 'deals')
    return [
      { pipeline: undefined, fields: (await rows(listFieldLayoutByEntityType, { type: kind }, shown)).rows },
    ];
  const all = await names.all('pipeline');
  if (all.length > mostPipelines)
    note(
      `Required fields of deals were read for the first ${mostPipelines} of ${all.length} pipelines.`,
      'gap',
    );
  return Promise.all(
    all.slice(0, mostPipelines).map(async ({ id: pipeline }) => {
      const input = { type: 'opportunities', pipeline: String(pipeline) };
      return { pipeline, fields: (await rows(listFieldLayoutByEntityType, input, shown)).rows };
    }),
  );
}

const nothing: RequiredFields = { columns: [], find: () => [], isKnown: false };

/** Reads which fields the account's forms require of a kind; with a note about those that cannot be read or are not known. */
export async function readRequiredFields(
  kind: HygieneKind,
  record: RecordDefinition,
  context: ReportContext,
): Promise<RequiredFields> {
  const { note, columns } = context;
  let layouts: Awaited<ReturnType<typeof readLayouts>>;
  try {
    layouts = await readLayouts(kind, context);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    note(`Required fields of ${kind} are not known: the forms could not be read (${error.kind}).`, 'gap');
    return nothing;
  }
  /** Undefined if the account's custom fields cannot be read. */
  async function customColumn(id: string): Promise<Column | undefined> {
    try {
      return (await columns(record, [id]))[0];
    } catch (error) {
      if (!(error instanceof ToolError) || error.kind !== 'forbidden') throw error;
      return undefined;
    }
  }
  const required: RequiredField[] = [];
  const unknown = new Set<string>();
  for (const { pipeline, fields } of layouts)
    for (const field of fields) {
      if (field.enabled === false || (field.required !== true && field.required_editable !== true)) continue;
      const label = String(field.field_label ?? '');
      const words = [field.field_key, label].map(wordOf);
      if (field.field_type === 'static_field' && words.some((word) => elsewhere.test(word))) continue;
      const found =
        field.field_type === 'custom_field'
          ? await customColumn(String(field.field_id))
          : memberColumn(words);
      if (found === undefined) unknown.add(label);
      else required.push({ label, column: found, ...(pipeline === undefined ? {} : { pipeline }) });
    }
  if (unknown.size > 0)
    note(
      `Not checked, as it is not known where ${kind} have these required fields: ${listedNames([...unknown])}.`,
      'gap',
    );
  return {
    columns: required.map(({ column }) => column),
    isKnown: true,
    find(row) {
      const lacking = required.filter(
        ({ pipeline, column }) =>
          (pipeline === undefined || pipeline === row.pipeline_id) && isEmpty(column.field.read(row)),
      );
      return lacking.length === 0
        ? []
        : [{ problem: 'missing_field', text: `missing ${lacking.map(({ label }) => label).join(', ')}` }];
    },
  };
}

function memberColumn(words: readonly string[]): Column | undefined {
  const member = words.flatMap((word) => members[word] ?? [])[0];
  if (member === undefined) return undefined;
  return column(
    member,
    derivedField([member], (row) => row[member]),
  );
}
