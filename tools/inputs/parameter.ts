import type { ZodTypeAny, z } from 'zod/v3';
import type { JsonObject } from '../../src/tool/json.ts';
import type { PostFilter, PostSort } from '../../src/tool/request.ts';
import type { RequestContext } from '../../src/tool/tool.ts';

/** What a value turns into: parameters of the request, and conditions and an order that Copper does not know. */
export interface Sent {
  readonly body?: JsonObject;
  readonly postFilters?: readonly PostFilter[];
  readonly postSort?: PostSort;
}

/** One thing a search can be narrowed by: how people say it, and which parameters of Copper's it becomes. */
export interface Parameter<Schema extends ZodTypeAny = ZodTypeAny> {
  /** The form an agent gives it in, with its description. */
  readonly input: Schema;
  /** Names of the contract's parameters that it can send. */
  readonly sends: readonly string[];
  /** True where `none` asks for records without it. */
  readonly knowsNone?: boolean;
  /** True where `min` and `max` make sense. */
  readonly ranged?: boolean;
  /** `given` holds all inputs of the call, for names that depend on each other (a stage in a pipeline). */
  send(
    value: z.infer<Schema>,
    context: RequestContext,
    given: Readonly<Record<string, unknown>>,
  ): Promise<Sent> | Sent;
}

/** The same parameter with another description, for tools where the usual words would mislead. */
export function described<Schema extends ZodTypeAny>(
  parameter: Parameter<Schema>,
  description: string,
): Parameter {
  return { ...parameter, input: parameter.input.describe(description) };
}
