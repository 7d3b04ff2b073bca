import { isObject, type JsonObject, type JsonValue } from '../../src/tool/json.ts';
import { derivedField, type Field } from '../../src/tool/record.ts';

/** The id of a lead that a record came from: `{lead_id}` in recorded replies, the id itself in the contract. */
const leadId = (lead: JsonValue): JsonValue => (isObject(lead) ? (lead.lead_id ?? null) : lead);

const leadsOf = ({ leads_converted_from: leads }: JsonObject) =>
  Array.isArray(leads) ? leads.map(leadId) : undefined;

/** The leads that a record came from. */
export const convertedLead: Field = derivedField(['leads_converted_from'], leadsOf, { allValues: leadsOf });
