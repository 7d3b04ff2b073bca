import type { Overview, OverviewPart } from '../../src/tool/capabilities.ts';
import type { OperationTool } from '../../src/tool/tool.ts';
import { fields } from '../inputs/parameter.ts';
import { listActivityTypes } from '../list-activity-types.ts';
import { listContactTypes } from '../list-contact-types.ts';
import { listCustomFieldDefinitions } from '../list-custom-field-definitions.ts';
import { listCustomerSources } from '../list-customer-sources.ts';
import { listLeadStatuses } from '../list-lead-statuses.ts';
import { listLossReasons } from '../list-loss-reasons.ts';
import { listPipelines } from '../list-pipelines.ts';
import { listUsers } from '../list-users.ts';

/** One list of the overview; its tool takes `fields` here, which agents cannot set on short lists. */
const part = (
  title: string,
  tool: OperationTool,
  columns: readonly string[],
  share: number,
): OverviewPart => ({
  title,
  tool: { ...tool, input: tool.input.extend(fields) },
  columns,
  share,
});

/** What an agent reads once to know the account: the names that its tools take. */
export const accountResource: Overview = {
  published: {
    uri: 'copper://account',
    name: 'account',
    title: 'This Copper account',
    description:
      'The names this account uses: pipelines with stages, users with teams, sources, loss reasons, statuses, types, custom fields with options. Read it once before searching.',
    mimeType: 'text/plain',
  },
  parts: [
    part('pipelines', listPipelines, ['name', 'type', 'stages'], 0.2),
    part('users', listUsers, ['name', 'email', 'teams'], 0.25),
    part('sources', listCustomerSources, ['name'], 0.05),
    part('loss reasons', listLossReasons, ['name'], 0.05),
    part('lead statuses', listLeadStatuses, ['name'], 0.04),
    part('contact types', listContactTypes, ['name'], 0.04),
    part('activity types', listActivityTypes, ['name', 'category', 'disabled'], 0.07),
    part('custom fields', listCustomFieldDefinitions, ['name', 'type', 'on', 'options', 'currency'], 0.3),
  ],
};
