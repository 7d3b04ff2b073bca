import type { Clock } from '../tool/clock.ts';
import { isObject, type JsonObject } from '../tool/json.ts';
import type { OperationId } from '../tool/operation.ts';
import type { CopperReply, CopperRequest, LocalFilter, RequestOptions } from '../tool/request.ts';
import { joined, quoted } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { AskCopper } from './ask.ts';
import { documentedParameters } from './documented-parameters.ts';
import { unrecognizedAttributes } from './upstream-message.ts';

/** Which parameter names Copper accepts: those of the contract, those of its documentation, or whichever it turns out to accept. */
export type DialectChoice = 'contract' | 'documented' | 'auto';

/** An `AskCopper` that uses the parameter names the account accepts, and what it has learnt about them. */
export interface Dialect {
  ask: AskCopper;
  /** True once it is known that this operation accepts the documented names only. */
  isDocumented(operation: OperationId): boolean;
}

/** The request in documented names, without those that were `refused` as well, and the conditions that have no documented parameter. */
function translate(
  request: CopperRequest,
  unknown: ReadonlySet<string>,
  refused: ReadonlySet<string>,
  now: number,
): { request: CopperRequest; localFilters: LocalFilter[] } {
  if (unknown.size === 0) return { request, localFilters: [] };
  const table = documentedParameters(request.operation);
  const body: JsonObject = { ...request.body };
  const localFilters: LocalFilter[] = [];
  for (const name of unknown) {
    const value = body[name];
    const documented = table[name];
    if (value === undefined || documented === undefined) continue;
    const sent = documented.sent?.(value);
    const free =
      sent !== undefined && Object.keys(sent).every((key) => !Object.hasOwn(body, key) && !refused.has(key));
    const canSend = free && (name === 'fields' || Object.keys(sent).length > 0);
    const { matches } = documented;
    // A condition that can be neither sent nor tested here stays, so that Copper rejects it: none is dropped silently.
    if (!canSend && matches === undefined) continue;
    delete body[name];
    if (canSend) Object.assign(body, sent);
    else if (matches !== undefined) localFilters.push({ name, test: (row) => matches(row, value, now) });
  }
  if (localFilters.length > 0) delete body.fields;
  return { request: { ...request, body }, localFilters };
}

/** How long a name that was refused is not sent, in milliseconds: then it is tried again, because the refusal may have been a fault. */
const refusedMs = 600_000;

/** The names that one search was refused so far, and the error that said so last. */
interface Refusals {
  readonly names: ReadonlySet<string>;
  readonly error: unknown;
}

/** The error for conditions that the account refuses in each of their forms. */
function refusedInAllForms(
  operation: OperationId,
  refusedAgain: readonly string[],
  refusals: Refusals,
): unknown {
  const others = [...refusals.names].filter(
    (name) => !refusedAgain.includes(name) && !Object.hasOwn(documentedParameters(operation), name),
  );
  if (others.length === 0) return refusals.error;
  const names = joined([...refusedAgain, ...others].map(quoted));
  const message = `Copper refuses every form of a condition of this search: it does not know ${names}. Leave this condition out.`;
  return new ToolError('rejected', message, { cause: refusals.error });
}

/**
 * Sends requests in the parameter names that the account accepts. Under `auto` the contract's names are sent; those that Copper rejects
 * with 422 "Unrecognized attributes specified" are replaced by documented ones or filtered on our side; the request is sent again, and
 * the names are remembered for ten minutes, unless the documented ones are rejected as well.
 */
export function createDialect(
  ask: AskCopper,
  choice: DialectChoice,
  clock: Pick<Clock, 'now' | 'steady'>,
): Dialect {
  /** By operation, the names that were refused, and when. */
  const refusedNames = new Map<OperationId, Map<string, number>>();

  function unknownNames(operation: OperationId): Set<string> {
    if (choice === 'documented') return new Set(Object.keys(documentedParameters(operation)));
    const since = clock.steady() - refusedMs;
    const refused = [...(refusedNames.get(operation) ?? [])].filter(([, at]) => at > since);
    return new Set(refused.map(([name]) => name));
  }

  function remember(operation: OperationId, name: string, isRefused: boolean): void {
    const known = refusedNames.get(operation) ?? new Map<string, number>();
    refusedNames.set(operation, known);
    if (isRefused) known.set(name, clock.steady());
    else known.delete(name);
  }

  /**
   * Remembers which of the names that were sent Copper rejected; of one that replaces another, that the other is to be tried.
   *
   * @returns all that this search was refused; undefined if it is not worth sending again
   */
  function learn(
    { operation, body = {} }: CopperRequest,
    sent: JsonObject,
    before: Refusals,
    error: unknown,
  ): Refusals | undefined {
    if (choice !== 'auto' || !(error instanceof ToolError) || error.kind !== 'rejected') return undefined;
    const said = error.cause instanceof Error ? unrecognizedAttributes(error.cause.message) : [];
    const rejected = said.filter((name) => Object.hasOwn(sent, name));
    const table = documentedParameters(operation);
    let isFinal = rejected.length === 0;
    for (const name of rejected) {
      const replaced = Object.hasOwn(body, name)
        ? []
        : Object.keys(body).filter((one) => Object.hasOwn(table[one]?.sent?.(body[one] ?? null) ?? {}, name));
      if (Object.hasOwn(body, name) && Object.hasOwn(table, name)) remember(operation, name, true);
      else if (replaced.length === 0) isFinal = true;
      for (const other of replaced) if (!before.names.has(other)) remember(operation, other, false);
    }
    return isFinal ? undefined : { names: new Set([...before.names, ...rejected]), error };
  }

  async function send(
    request: CopperRequest,
    call: RequestOptions,
    refusals: Refusals = { names: new Set(), error: undefined },
  ): Promise<CopperReply> {
    const { operation } = request;
    if (!isObject(request.body)) return ask(request, call);
    const unknown = unknownNames(operation);
    const translated = translate(request, unknown, refusals.names, Math.floor(clock.now() / 1000));
    const { body: sent = {} } = translated.request;
    const refusedAgain = Object.keys(sent).filter((name) => refusals.names.has(name));
    if (refusedAgain.length > 0) {
      for (const name of refusedAgain) remember(operation, name, false);
      throw refusedInAllForms(operation, refusedAgain, refusals);
    }
    try {
      const reply = await ask(translated.request, call);
      const { localFilters } = translated;
      return localFilters.length === 0 ? reply : { ...reply, localFilters };
    } catch (error) {
      const learnt = learn(request, sent, refusals, error);
      if (learnt === undefined) throw error;
      return send(request, call, learnt);
    }
  }

  return {
    ask: send,
    isDocumented: (operation) => choice === 'documented' || unknownNames(operation).size > 0,
  };
}
