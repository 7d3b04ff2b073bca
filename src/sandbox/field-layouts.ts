import type { HandlerRequest } from './handler-context.ts';
import { asInteger } from './read-value.ts';
import { entityTypeInPath } from './related-items.ts';
import { type HandlerResult, notFoundError, validationError } from './reply.ts';
import type { EntityType } from './world/records.ts';

interface LayoutField {
  field_id: number;
  field_label: string;
  field_key: string;
  field_type: 'static_field' | 'custom_field' | 'embedded_app_field';
  enabled: boolean;
  required: boolean;
  required_editable: boolean;
}

const contactFields =
  'Address/address Phone/phones Social/socials Website/websites Tags/tags Description/details';

/** The built-in fields of each type of record, as `Label/key`; `_` stands for a space in the label. */
const staticFields: Readonly<Record<EntityType, string>> = {
  lead: `Name/full_name Company/company_name Title/title Status/status Value/monetary_value Source/source Email/email ${contactFields}`,
  person: `Name/full_name Company/company Title/title Contact_Type/contact_type Email/emails ${contactFields}`,
  company: `Name/name Owner/assignee Contact_Type/contact_type Email_Domain/email_domain ${contactFields}`,
  opportunity:
    'Name/name Pipeline/pipeline Stage/pipeline_stage Company/company Primary_Contact/primary_contact Owner/assignee Close_Date/close_date Value/monetary_value Win_Probability/win_probability Priority/priority Source/customer_source Loss_Reason/loss_reason Tags/tags Description/details',
  project: 'Name/name Status/status Owner/assignee Tags/tags Description/details',
  task: 'Name/name Related_To/related_resource Owner/assignee Due_Date/due_date Priority/priority Tags/tags Description/details',
};

/** The labels of required fields, by pipeline name; elsewhere only the name is required. */
const requiredFields: Readonly<Record<string, readonly string[]>> = {
  Sales: ['Name', 'Close Date', 'Value', 'Region'],
  Enterprise: ['Name', 'Close Date', 'Value', 'Region', 'Products', 'Primary Contact'],
};

/** `GET /field_layouts/by_entity/{entity_type}`: the fields of a type of record, in display order. */
export function answerListFieldLayout({ context, path, query }: HandlerRequest): HandlerResult {
  const type = entityTypeInPath(path.entity_type);
  const pipeline = context.world.pipelines.find((one) => one.id === asInteger(query.get('pipeline_id')));
  if (type === 'opportunity' && !query.get('pipeline_id')) throw validationError("Pipeline: can't be blank");
  if (type === 'opportunity' && pipeline === undefined) throw notFoundError();
  const required = requiredFields[(type === 'opportunity' && pipeline?.name) || ''] ?? ['Name'];
  const field = (id: number, label: string, key: string, kind: LayoutField['field_type']): LayoutField => ({
    field_id: id,
    field_label: label,
    field_key: key,
    field_type: kind,
    enabled: label !== 'Social',
    required: required.includes(label),
    required_editable: required.includes(label),
  });
  const fixed = staticFields[type].split(' ').map((pair, id) => {
    const [label = '', key = ''] = pair.split('/');
    return field(id, label.replaceAll('_', ' '), key, 'static_field');
  });
  const custom = context.world.customFields
    .filter((one) => one.available_on.includes(type))
    .map((one) => field(one.id, one.name, `cf_${one.id}`, 'custom_field'));
  const embedded = type === 'company' ? [field(5201, 'Map', 'embedded_5201', 'embedded_app_field')] : [];
  return { kind: 'value', value: [...fixed, ...custom, ...embedded] };
}
