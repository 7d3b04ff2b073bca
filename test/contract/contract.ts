import { readFileSync } from 'node:fs';
import type { Schema } from './validate.ts';

/** One value that an operation takes, wherever in the request it goes. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'body';
  readonly schema: Schema;
}

/** One operation of Copper's OpenAPI document, without its prose. */
export interface Operation {
  readonly operationId: string;
  readonly method: 'GET' | 'POST';
  /** Path template below the base path, such as `/users/{id}`. */
  readonly path: string;
  /** What goes into path and query. */
  readonly parameters: readonly (Parameter & { readonly in: 'path' | 'query'; readonly required: boolean })[];
  readonly body?: { readonly required: boolean; readonly schema: Schema };
  /** Schema of the 200 response. */
  readonly reply: Schema;
}

const contract: { readonly operations: readonly Operation[] } = JSON.parse(
  readFileSync(new URL('contract.json', import.meta.url), 'utf8'),
);

/** The operations of the contract, in the order of the document. */
export const operations = contract.operations;

/** The operation with this id; throws when the contract has none. */
export function operation(operationId: string): Operation {
  const found = operations.find((candidate) => candidate.operationId === operationId);
  if (!found) throw new Error(`The contract has no operation ${operationId}`);
  return found;
}

/** All that a request to the operation may carry: path and query parameters, and the top-level keys of its body. */
export function parameters(operationId: string): Parameter[] {
  const { parameters: ofUrl, body } = operation(operationId);
  const ofBody = Object.entries(body?.schema.properties ?? {});
  return [
    ...ofUrl.map(({ name, in: place, schema }) => ({ name, in: place, schema })),
    ...ofBody.map(([name, schema]): Parameter => ({ name, in: 'body', schema })),
  ];
}

/** The most rows a page of the operation may have, or undefined where it has no page size. */
export function pageCap(operationId: string): number | undefined {
  return parameters(operationId).find(({ name }) => name === 'page_size')?.schema.maximum;
}
