import type { OperationId } from '../../src/tool/operation.ts';
import { type Reaches, searchReaches } from './search-reaches.ts';

const deal = { id: 2_827_698 };

/** How an agent reaches every parameter of every operation. */
export const reaches: Readonly<Record<OperationId, Reaches>> = {
  ...searchReaches,
  listUsers: { any: { limit: 5, offset: 5 } },
  getUser: { id: { id: 'me' } },
  getLeadActivities: { any: { id: 8_900_001, limit: 2, offset: 2 } },
  getPersonActivities: { any: { id: 8_900_001, limit: 1, offset: 0 } },
  getCompanyActivities: { any: { id: 9_607_580, limit: 2, offset: 2 } },
  getOpportunityActivities: { any: { ...deal, limit: 1, offset: 1 } },
  getOpportunity: { id: { ...deal, fields: ['name'] }, custom_field_computed_values: deal },
  getPersonByEmail: {
    email: { email: 'isaac.quinn@globex.example', fields: ['name'] },
    custom_field_computed_values: { email: 'isaac.quinn@globex.example' },
  },
  listCustomerSources: {},
  listLeadStatuses: {},
  listContactTypes: {},
  listLossReasons: {},
  listPipelines: {},
  listPipelineStages: {},
  listActivityTypes: {},
  listCustomActivityTypes: {},
  listCustomFieldDefinitions: {},
  listTags: {
    sort_by: { sort: 'count' },
    tag_names_only: { names_only: true },
    last_tag_value: { names_only: true, after: 'tier-1' },
  },
  listFieldLayoutByEntityType: {
    entity_type: { type: 'people' },
    pipeline_id: { type: 'opportunities', pipeline: 'Sales' },
  },
  getRelatedItems: { any: { type: 'companies', id: 9_607_580 } },
  getRelatedItemsByType: { any: { type: 'opportunities', ...deal, related_type: 'people' } },
};
