import type { HandlerRequest } from './handler-context.ts';
import { asInteger } from './read-value.ts';
import { type HandlerResult, notFoundError, SandboxError, unknownPathError } from './reply.ts';
import { type EntityReference, type EntityType, entityTypes, isEntityPlural } from './world/records.ts';

/** The types that each type of record can be related to, in both directions. */
const relatableTypes: Readonly<Record<EntityType, readonly EntityType[]>> = {
  lead: ['task'],
  person: ['company', 'opportunity', 'task', 'project'],
  company: ['person', 'opportunity', 'task', 'project'],
  opportunity: ['company', 'person', 'task', 'project'],
  project: ['company', 'person', 'opportunity', 'task'],
  task: ['lead', 'person', 'company', 'opportunity', 'project'],
};

/** `GET /{entity_type}/{entity_id}/related`. */
export function answerGetRelatedItems(request: HandlerRequest): HandlerResult {
  return { kind: 'value', value: relatedItems(request).items };
}

/** `GET /{entity_type}/{entity_id}/related/{related_entity_type}`. */
export function answerGetRelatedItemsByType(request: HandlerRequest): HandlerResult {
  const { type, items } = relatedItems(request);
  const wanted = entityTypeInPath(request.path.related_entity_type);
  if (!relatableTypes[type].includes(wanted)) throw new SandboxError(422, 'Resources are not related');
  return { kind: 'value', value: items.filter((item) => item.type === wanted) };
}

function relatedItems({ context, path }: HandlerRequest): {
  type: EntityType;
  items: readonly EntityReference[];
} {
  const type = entityTypeInPath(path.entity_type);
  const id = asInteger(path.entity_id);
  if (id === undefined || !context.index.has(type, id)) throw notFoundError();
  return { type, items: context.index.related(type, id) };
}

/** The type that a path names by its plural; throws a 404 when there is none. */
export function entityTypeInPath(word = ''): EntityType {
  if (!isEntityPlural(word)) throw unknownPathError();
  return entityTypes[word];
}
