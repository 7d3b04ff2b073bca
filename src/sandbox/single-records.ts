import type { HandlerRequest } from './handler-context.ts';
import { asInteger, isBlank } from './read-value.ts';
import { notFoundError, validationError } from './refusal.ts';
import type { HandlerResult } from './reply.ts';
import { recordActivitySearch } from './search/activities.ts';
import { answerSearch } from './search/search.ts';
import { shapeOpportunity, shapePerson } from './shape.ts';
import type { EntityType } from './world/records.ts';

/** The operations that begin with one record. */

export function answerGetUser({ context, path }: HandlerRequest): HandlerResult {
  const id = asInteger(path.id);
  const user = path.id === 'me' ? context.user : context.world.users.find((one) => one.id === id);
  if (user === undefined) throw notFoundError();
  return { kind: 'value', value: user };
}

export function answerGetOpportunity(request: HandlerRequest): HandlerResult {
  const id = asInteger(request.path.id);
  const deal = request.context.world.opportunities.find((one) => one.id === id);
  if (deal === undefined) throw notFoundError();
  return { kind: 'value', value: shapeOpportunity(deal, request) };
}

export function answerGetPersonByEmail(request: HandlerRequest): HandlerResult {
  const unknown = Object.keys(request.body).filter((name) => name !== 'email');
  const problems = unknown.map((name) => `Base: Unrecognized attributes specified: ${name}`);
  const { email } = request.body;
  if (isBlank(email)) problems.push("Email: can't be blank");
  if (problems.length > 0) throw validationError(...problems);
  const wanted = String(email).toLowerCase();
  const person = request.context.world.people.find((one) =>
    one.emails.some((mail) => mail.email.toLowerCase() === wanted),
  );
  if (person === undefined) throw notFoundError();
  return { kind: 'value', value: shapePerson(person, request) };
}

/** The activities of one record of a type. */
export function answerRecordActivities(type: EntityType): (request: HandlerRequest) => HandlerResult {
  return (request) => {
    const id = asInteger(request.path.id);
    if (id === undefined || !request.context.index.has(type, id)) throw notFoundError();
    return answerSearch(recordActivitySearch(type, id), request);
  };
}
