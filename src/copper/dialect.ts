import { isObject, type JsonObject } from '../tool/json.ts';
import type { OperationId } from '../tool/operation.ts';
import type { CopperReply, CopperRequest, PostFilter, RequestOptions } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { AskCopper } from './ask.ts';
import { documentedParameters } from './documented-parameters.ts';
import { unrecognizedAttributes } from './upstream-message.ts';

/** Which names a Copper knows: those of the contract, those of its documentation, or found out by asking. */
export type DialectChoice = 'contract' | 'documented' | 'auto';

/** An `Ask` that speaks what the account speaks, and what it has learnt about that. */
export interface Dialect {
  ask: AskCopper;
  /** True once this operation has shown, or was told, that it knows the documented names only. */
  isDocumented(operation: OperationId): boolean;
}

/** The request in documented names, and the conditions that those have no word for. */
function translate(
  request: CopperRequest,
  unknown: ReadonlySet<string>,
  now: number,
): { request: CopperRequest; unsent: PostFilter[] } {
  const table = documentedParameters[request.operation] ?? {};
  const body: JsonObject = { ...request.body };
  const unsent: PostFilter[] = [];
  for (const name of unknown) {
    const value = body[name];
    const twin = table[name];
    if (value === undefined || twin === undefined) continue;
    const sent = twin.sent?.(value);
    const free = sent !== undefined && Object.keys(sent).every((key) => !Object.hasOwn(body, key));
    const says = free && (name === 'fields' || Object.keys(sent).length > 0);
    const { keeps } = twin;
    // What can be neither said nor kept stays, so that Copper refuses it: a condition is never dropped in silence.
    if (!says && keeps === undefined) continue;
    delete body[name];
    if (says) Object.assign(body, sent);
    else if (keeps !== undefined) unsent.push({ name, test: (row) => keeps(row, value, now) });
  }
  if (unsent.length > 0) delete body.fields;
  return { request: { ...request, body }, unsent };
}

/**
 * Puts requests in the words the account knows. Under `auto` the contract's names are sent; what Copper answers with 422
 * "Unrecognized attributes specified" is replaced by its documented twin, or left for us to filter, asked again, and remembered.
 */
export function createDialect(ask: AskCopper, choice: DialectChoice, now: () => number): Dialect {
  const unknown = new Map<OperationId, Set<string>>();
  const unknownTo = (operation: OperationId): Set<string> => {
    const known = unknown.get(operation);
    if (known !== undefined) return known;
    const fresh = new Set(choice === 'documented' ? Object.keys(documentedParameters[operation] ?? {}) : []);
    unknown.set(operation, fresh);
    return fresh;
  };

  function learn(operation: OperationId, error: unknown): boolean {
    if (choice !== 'auto' || !(error instanceof ToolError) || error.kind !== 'rejected') return false;
    const { cause } = error;
    const named = cause instanceof Error ? unrecognizedAttributes(cause.message) : [];
    const table = documentedParameters[operation] ?? {};
    const known = unknownTo(operation);
    const news = named.filter((name) => Object.hasOwn(table, name) && !known.has(name));
    for (const name of news) known.add(name);
    return news.length > 0 && news.length === named.length;
  }

  async function speak(request: CopperRequest, call: RequestOptions): Promise<CopperReply> {
    const { operation } = request;
    const said = isObject(request.body)
      ? translate(request, unknownTo(operation), Math.floor(now() / 1000))
      : { request, unsent: [] };
    try {
      const reply = await ask(said.request, call);
      return said.unsent.length === 0 ? reply : { ...reply, postFilters: said.unsent };
    } catch (error) {
      if (!learn(operation, error)) throw error;
      return speak(request, call);
    }
  }

  return {
    ask: speak,
    isDocumented: (operation) => choice === 'documented' || (unknown.get(operation)?.size ?? 0) > 0,
  };
}
