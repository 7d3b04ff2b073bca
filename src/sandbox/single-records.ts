import type { HandlerRequest } from './handler-context.ts';
import { asInteger, isBlank } from './read-value.ts';
import { type HandlerResult, notFoundError, unrecognizedAttribute, validationError } from './reply.ts';
import { recordActivitySearch } from './search/activities.ts';
import { answerSearch } from './search/search.ts';
import { shapeOpportunity, shapePerson } from './shape.ts';
import type { EntityType } from './world/records.ts';

/** `GET /users/{id}`; the id `me` is the user of the credential. */
export function answerGetUser({ context, path }: HandlerRequest): HandlerResult {
  const id = asInteger(path.id);
  const user = path.id === 'me' ? context.user : context.world.users.find((one) => one.id === id);
  if (user === undefined) throw notFoundError();
  return { kind: 'value', value: user };
}

/** `GET /opportunities/{id}`. */
export function answerGetOpportunity(request: HandlerRequest): HandlerResult {
  const deal = request.context.index.opportunity(asInteger(request.path.id));
  if (deal === undefined) throw notFoundError();
  return { kind: 'value', value: shapeOpportunity(deal, request) };
}

/** `POST /people/fetch_by_email`: the first person with this address, in any case. */
export function answerGetPersonByEmail(request: HandlerRequest): HandlerResult {
  const { email, ...others } = request.body;
  const problems = Object.keys(others).map(unrecognizedAttribute);
  if (isBlank(email)) problems.push("Email: can't be blank");
  if (problems.length > 0) throw validationError(...problems);
  const wanted = String(email).toLowerCase();
  const person = request.context.world.people.find((one) =>
    one.emails.some((mail) => mail.email.toLowerCase() === wanted),
  );
  if (person === undefined) throw notFoundError();
  return { kind: 'value', value: shapePerson(person, request) };
}

/** `POST /{entity}/{id}/activities` of one type of record. */
export function answerRecordActivities(type: EntityType): (request: HandlerRequest) => HandlerResult {
  return (request) => {
    const id = asInteger(request.path.id);
    if (id === undefined || !request.context.index.has(type, id)) throw notFoundError();
    return answerSearch(recordActivitySearch(type, id), request);
  };
}
