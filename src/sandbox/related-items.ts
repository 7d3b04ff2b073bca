import type { HandlerRequest } from './handler-context.ts';
import { asInteger } from './read-value.ts';
import { notFoundError, SandboxError } from './refusal.ts';
import type { HandlerResult } from './reply.ts';
import type { EntityType, RecordReference } from './world/records.ts';

/** Path words are plural, types in records singular. */
export const entityTypes: Readonly<Record<string, EntityType>> = {
  leads: 'lead',
  people: 'person',
  companies: 'company',
  opportunities: 'opportunity',
  projects: 'project',
  tasks: 'task',
};

/** What each kind of record can be connected with; everything works in both directions. */
const relatableTypes: Readonly<Record<EntityType, readonly EntityType[]>> = {
  lead: ['task'],
  person: ['company', 'opportunity', 'task', 'project'],
  company: ['person', 'opportunity', 'task', 'project'],
  opportunity: ['company', 'person', 'task', 'project'],
  project: ['company', 'person', 'opportunity', 'task'],
  task: ['lead', 'person', 'company', 'opportunity', 'project'],
};

export function answerGetRelatedItems(request: HandlerRequest): HandlerResult {
  return { kind: 'value', value: relatedItems(request).items };
}

export function answerGetRelatedItemsByType(request: HandlerRequest): HandlerResult {
  const { type, items } = relatedItems(request);
  const wanted = entityType(request.path.related_entity_type);
  if (!relatableTypes[type].includes(wanted)) throw new SandboxError(422, 'Resources are not related');
  return { kind: 'value', value: items.filter((item) => item.type === wanted) };
}

function relatedItems({ context, path }: HandlerRequest): {
  type: EntityType;
  items: readonly RecordReference[];
} {
  const type = entityType(path.entity_type);
  const id = asInteger(path.entity_id);
  if (id === undefined || !context.index.has(type, id)) throw notFoundError();
  return { type, items: context.index.related(type, id) };
}

function entityType(word = ''): EntityType {
  const type = Object.hasOwn(entityTypes, word) ? entityTypes[word] : undefined;
  if (type === undefined) throw new SandboxError(404, 'Resource not found', true);
  return type;
}
