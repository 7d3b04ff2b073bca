import { asInteger } from './read-value.ts';
import { missing, Refusal } from './refusal.ts';
import type { Answer } from './reply.ts';
import type { Ask } from './scene.ts';
import type { EntityType, Pointer } from './world/records.ts';

/** Path words are plural, types in records singular. */
export const ENTITIES: Readonly<Record<string, EntityType>> = {
  leads: 'lead',
  people: 'person',
  companies: 'company',
  opportunities: 'opportunity',
  projects: 'project',
  tasks: 'task',
};

/** What each kind of record can be connected with; everything works in both directions. */
const PAIRS: Readonly<Record<EntityType, readonly EntityType[]>> = {
  lead: ['task'],
  person: ['company', 'opportunity', 'task', 'project'],
  company: ['person', 'opportunity', 'task', 'project'],
  opportunity: ['company', 'person', 'task', 'project'],
  project: ['company', 'person', 'opportunity', 'task'],
  task: ['lead', 'person', 'company', 'opportunity', 'project'],
};

export function getRelatedItems(ask: Ask): Answer {
  return { kind: 'value', value: relatedItems(ask).items };
}

export function getRelatedItemsByType(ask: Ask): Answer {
  const { type, items } = relatedItems(ask);
  const wanted = entityType(ask.path.related_entity_type);
  if (!PAIRS[type].includes(wanted)) throw new Refusal(422, 'Resources are not related');
  return { kind: 'value', value: items.filter((item) => item.type === wanted) };
}

function relatedItems({ scene, path }: Ask): { type: EntityType; items: readonly Pointer[] } {
  const type = entityType(path.entity_type);
  const id = asInteger(path.entity_id);
  if (id === undefined || !scene.index.has(type, id)) throw missing();
  return { type, items: scene.index.related(type, id) };
}

function entityType(word = ''): EntityType {
  const type = Object.hasOwn(ENTITIES, word) ? ENTITIES[word] : undefined;
  if (type === undefined) throw new Refusal(404, 'Resource not found', true);
  return type;
}
