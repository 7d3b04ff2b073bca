import type { Opportunity } from '../../src/sandbox/sandbox.ts';
import { customFacts } from './custom.ts';
import { type Fact, type Ground, joined } from './facts.ts';
import { type Kind, sortedBy } from './kind.ts';

/** The four numbers of a status; pipelines that earn nothing have words of their own for them. */
export const statuses = ['Open', 'Won', 'Lost', 'Abandoned'] as const;
const otherStatuses = ['Open', 'Done', "Won't Do", 'On Hold'];
const priorities = ['None', 'Low', 'Medium', 'High'];

/** The number of a status, in whichever words. */
export const statusNumber = (status: string): number =>
  Math.max((statuses as readonly string[]).indexOf(status), otherStatuses.indexOf(status));

/** The places of all stages, one pipeline after the other. */
const stagePlaces = ({ world }: Ground): readonly number[] =>
  world.pipelines.flatMap(({ stages }) => stages.map(({ id }) => id));

function factOf(deal: Opportunity, ground: Ground, places: readonly number[]): Fact {
  const { world, home, names } = ground;
  const people = world.people.find(({ id }) => id === deal.primary_contact_id);
  const owner = world.users.find(({ id }) => id === deal.assignee_id);
  return {
    id: deal.id,
    values: joined(
      {
        id: deal.id,
        name: deal.name,
        company: deal.company_name,
        company_id: deal.company_id,
        contact: deal.primary_contact_id,
        stage: deal.pipeline_stage_id,
        pipeline: deal.pipeline_id,
        owner: deal.assignee_id,
        value: deal.monetary_value,
        currency: deal.monetary_unit,
        closes: deal.close_date === null ? null : home.day(deal.close_date),
        status: names === 'contract' ? (statuses[statusNumber(deal.status)] ?? '') : deal.status,
        priority: deal.priority,
        probability: deal.win_probability,
        source: deal.customer_source_id,
        loss_reason: deal.loss_reason_id,
        tags: deal.tags,
        interactions: deal.interaction_count,
        last_contact: deal.date_last_contacted,
        stage_since: deal.date_stage_changed,
        created: deal.date_created,
        modified: deal.date_modified,
        lead: deal.leads_converted_from.map(({ lead_id }) => String(lead_id)),
        details: deal.details,
        'status number': statuses[statusNumber(deal.status)] ?? '',
        'stage place': places.indexOf(deal.pipeline_stage_id),
        'owner name': owner?.name ?? null,
        'contact name': people?.name ?? null,
        'priority or none': deal.priority ?? 'None',
        converted: deal.converted_value,
        'converted currency': deal.converted_unit,
        earns: deal.pipeline_is_revenue,
      },
      customFacts('opportunity', deal.custom_fields, ground),
    ),
  };
}

/** Deals. */
export const deals: Kind = {
  name: 'opportunities',
  type: 'opportunity',
  tool: 'search_opportunities',
  page: 25,
  facts(ground) {
    const places = stagePlaces(ground);
    return ground.world.opportunities.map((deal) => factOf(deal, ground, places));
  },
  fields: {
    id: 'number',
    name: 'text',
    company: 'text',
    company_id: 'number',
    contact: 'person',
    stage: 'stage',
    pipeline: 'pipeline',
    owner: 'user',
    value: 'money',
    currency: 'text',
    closes: 'day',
    status: 'text',
    priority: 'text',
    probability: 'number',
    source: 'source',
    loss_reason: 'loss_reason',
    tags: 'all',
    interactions: 'number',
    last_contact: 'time',
    stage_since: 'time',
    created: 'time',
    modified: 'time',
    lead: 'first',
    details: 'text',
  },
  shown: ['id', 'name', 'company', 'stage', 'owner', 'value', 'closes', 'status'],
  askable: [
    { name: 'name', as: 'part', of: 'name', own: true },
    { name: 'company', as: 'company', of: 'company_id', own: true, orNone: true },
    { name: 'owner', as: 'names', list: 'user', of: 'owner', own: true, orNone: true },
    { name: 'stage', as: 'stages', of: 'stage', own: true, slot: 'pipeline' },
    { name: 'pipeline', as: 'names', list: 'pipeline', of: 'pipeline', own: true },
    { name: 'status', as: 'status', of: 'status number', own: true, words: statuses },
    { name: 'value', as: 'numbers', of: 'value', own: true },
    { name: 'closes', as: 'days', of: 'closes', own: true },
    { name: 'created', as: 'moments', of: 'created', own: true },
    { name: 'tags', as: 'tags', of: 'tags', own: true },
    { name: 'source', as: 'names', list: 'source', of: 'source', orNone: true },
    { name: 'customer_source_ids', as: 'names', list: 'source', of: 'source', orNone: true },
    { name: 'loss_reason', as: 'names', list: 'loss_reason', of: 'loss_reason', orNone: true },
    { name: 'probability', as: 'percent', of: 'probability' },
    { name: 'win_probability', as: 'percent', of: 'probability' },
    { name: 'last_contact', as: 'moments', of: 'last_contact' },
    { name: 'interaction_date', as: 'moments', of: 'last_contact' },
    { name: 'stage_since', as: 'moments', of: 'stage_since' },
    { name: 'date_stage_changed', as: 'moments', of: 'stage_since' },
    { name: 'priority', as: 'words', of: 'priority or none', words: priorities },
    { name: 'priorities', as: 'words', of: 'priority or none', words: priorities },
    { name: 'company_name', as: 'whole', of: 'company' },
    { name: 'contact', as: 'record', list: 'person', of: 'contact' },
    { name: 'interactions', as: 'numbers', of: 'interactions' },
    { name: 'ids', as: 'ids', of: 'id' },
    { name: 'followed', as: 'followed', of: 'id' },
    { name: 'age', as: 'age', of: 'created' },
    { name: 'modified', as: 'moments', of: 'modified' },
    { name: 'details', as: 'contains', of: 'details' },
    { name: 'currency', as: 'contains', of: 'currency' },
    { name: 'value', as: 'there', of: 'value' },
    { name: 'closes', as: 'there', of: 'closes' },
    { name: 'contact', as: 'there', of: 'contact' },
    { name: 'last_contact', as: 'there', of: 'last_contact' },
    { name: 'lead', as: 'there', of: 'lead' },
    { name: 'tags', as: 'there', of: 'tags' },
    { name: 'probability', as: 'there', of: 'probability' },
  ],
  sortable: [
    ...sortedBy(
      true,
      'name',
      'value',
      'company',
      'created',
      'modified',
      'interactions',
      'last_contact',
      'currency',
    ),
    { name: 'owner', of: 'owner name', byCopper: true },
    { name: 'contact', of: 'contact name', byCopper: true },
    { name: 'stage', of: 'stage place', byCopper: true },
    { name: 'status', of: 'status number', order: statuses, byCopper: true },
    { name: 'priority', of: 'priority or none', order: priorities, byCopper: true },
    { name: 'source', of: 'source', byCopper: true },
    { name: 'monetary_value', of: 'value', byCopper: true },
    ...sortedBy(false, 'closes', 'probability', 'stage_since', 'company_id'),
  ],
  usualOrder: { of: 'name', descending: false },
};
