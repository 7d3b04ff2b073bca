import { asInteger, isBlank } from './read-value.ts';
import { invalid, missing } from './refusal.ts';
import type { Answer } from './reply.ts';
import type { Ask } from './scene.ts';
import { activitiesOf } from './search/activities.ts';
import { search } from './search/search.ts';
import { shapeOpportunity, shapePerson } from './shape.ts';
import type { EntityType } from './world/records.ts';

/** The operations that begin with one record. */

export function getUser({ scene, path }: Ask): Answer {
  const id = asInteger(path.id);
  const user = path.id === 'me' ? scene.user : scene.world.users.find((one) => one.id === id);
  if (user === undefined) throw missing();
  return { kind: 'value', value: user };
}

export function getOpportunity(ask: Ask): Answer {
  const id = asInteger(ask.path.id);
  const deal = ask.scene.world.opportunities.find((one) => one.id === id);
  if (deal === undefined) throw missing();
  return { kind: 'value', value: shapeOpportunity(deal, ask) };
}

export function getPersonByEmail(ask: Ask): Answer {
  const unknown = Object.keys(ask.body).filter((name) => name !== 'email');
  const problems = unknown.map((name) => `Base: Unrecognized attributes specified: ${name}`);
  const { email } = ask.body;
  if (isBlank(email)) problems.push("Email: can't be blank");
  if (problems.length > 0) throw invalid(...problems);
  const wanted = String(email).toLowerCase();
  const person = ask.scene.world.people.find((one) =>
    one.emails.some((mail) => mail.email.toLowerCase() === wanted),
  );
  if (person === undefined) throw missing();
  return { kind: 'value', value: shapePerson(person, ask) };
}

/** The activities of one record of a type. */
export function getActivities(type: EntityType): (ask: Ask) => Answer {
  return (ask) => {
    const id = asInteger(ask.path.id);
    if (id === undefined || !ask.scene.index.has(type, id)) throw missing();
    return search(activitiesOf(type, id), ask);
  };
}
