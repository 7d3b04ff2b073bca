import { isObject, type JsonObject } from '../tool/json.ts';
import type { OperationId } from '../tool/operation.ts';
import type { CopperReply, CopperRequest, PostFilter, RequestOptions } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { AskCopper } from './ask.ts';
import { documentedParameters } from './documented-parameters.ts';

/** Which parameter names Copper accepts: those of the contract, those of its documentation, or whichever it turns out to accept. */
export type DialectChoice = 'contract' | 'documented' | 'auto';

/** An `AskCopper` that uses the parameter names the account accepts, and what it has learnt about them. */
export interface Dialect {
  ask: AskCopper;
  /** True once it is known that this operation accepts the documented names only. */
  isDocumented(operation: OperationId): boolean;
}

/** The request in documented names, and the conditions that have no documented parameter. */
function translate(
  request: CopperRequest,
  unknown: ReadonlySet<string>,
  now: number,
): { request: CopperRequest; postFilters: PostFilter[] } {
  const table = documentedParameters[request.operation] ?? {};
  const body: JsonObject = { ...request.body };
  const postFilters: PostFilter[] = [];
  for (const name of unknown) {
    const value = body[name];
    const documented = table[name];
    if (value === undefined || documented === undefined) continue;
    const sent = documented.sent?.(value);
    const free = sent !== undefined && Object.keys(sent).every((key) => !Object.hasOwn(body, key));
    const canSend = free && (name === 'fields' || Object.keys(sent).length > 0);
    const { matches } = documented;
    // A condition that can be neither sent nor tested here stays, so that Copper rejects it: none is dropped silently.
    if (!canSend && matches === undefined) continue;
    delete body[name];
    if (canSend) Object.assign(body, sent);
    else if (matches !== undefined) postFilters.push({ name, test: (row) => matches(row, value, now) });
  }
  if (postFilters.length > 0) delete body.fields;
  return { request: { ...request, body }, postFilters };
}

/** A message that names parameters has no more: each of a request is one at most. */
const maxMessageChars = 10_000;

/**
 * The names in "Unrecognized attributes specified: a, b": Copper answers 422 to body keys it does not know, one message per line.
 */
export function unrecognizedAttributes(message: string): string[] {
  const lists = [
    ...message.slice(0, maxMessageChars).matchAll(/unrecognized attributes? specified:([^\r\n;]*)/gi),
  ];
  const names = lists.flatMap(([, list = '']) => list.split(','));
  return [
    ...new Set(
      names
        .map((name) => name.replace(/(?<!["'`\s.])["'`\s.]+$|^["'`\s]+/g, ''))
        .filter((name) => name !== ''),
    ),
  ];
}

/**
 * Sends requests in the parameter names that the account accepts. Under `auto` the contract's names are sent; those that Copper rejects
 * with 422 "Unrecognized attributes specified" are replaced by documented ones or filtered on our side; the request is sent again, and the names are remembered.
 */
export function createDialect(ask: AskCopper, choice: DialectChoice, now: () => number): Dialect {
  const unknownNames = new Map<OperationId, Set<string>>();
  const unknownFor = (operation: OperationId): Set<string> => {
    const known = unknownNames.get(operation);
    if (known !== undefined) return known;
    const fresh = new Set(choice === 'documented' ? Object.keys(documentedParameters[operation] ?? {}) : []);
    unknownNames.set(operation, fresh);
    return fresh;
  };

  /** Remembers the names that were rejected; true if the request, sent when only `before` were known, is worth sending again. */
  function learn(operation: OperationId, error: unknown, before: ReadonlySet<string>): boolean {
    if (choice !== 'auto' || !(error instanceof ToolError) || error.kind !== 'rejected') return false;
    const { cause } = error;
    const rejected = cause instanceof Error ? unrecognizedAttributes(cause.message) : [];
    const table = documentedParameters[operation] ?? {};
    const known = unknownFor(operation);
    const translatable = rejected.filter((name) => Object.hasOwn(table, name));
    for (const name of translatable) known.add(name);
    // Another request may have taught the same in the meantime.
    return translatable.length === rejected.length && rejected.some((name) => !before.has(name));
  }

  async function send(request: CopperRequest, call: RequestOptions): Promise<CopperReply> {
    const { operation } = request;
    const before = new Set(unknownFor(operation));
    const translated = isObject(request.body)
      ? translate(request, before, Math.floor(now() / 1000))
      : { request, postFilters: [] };
    try {
      const reply = await ask(translated.request, call);
      const { postFilters } = translated;
      return postFilters.length === 0 ? reply : { ...reply, postFilters };
    } catch (error) {
      if (!learn(operation, error, before)) throw error;
      return send(request, call);
    }
  }

  return {
    ask: send,
    isDocumented: (operation) => choice === 'documented' || (unknownNames.get(operation)?.size ?? 0) > 0,
  };
}
