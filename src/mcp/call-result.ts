import type { Content, ToolResult } from '../tool/app.ts';
import type { JsonObject } from '../tool/json.ts';
import { serverInfo } from './methods.ts';
import { viewMeta } from './views.ts';

/** The result of a call as clients get it. */
interface WrittenResult {
  readonly _meta?: object;
  readonly content: readonly Content[];
  readonly structuredContent?: JsonObject;
  readonly isError: boolean;
}

/** The result of a call as both SDKs write it. */
export function resultOf(result: ToolResult): WrittenResult {
  const { text, content, structured, isError } = result;
  const meta = viewMeta(result);
  return {
    ...(meta === undefined ? {} : { _meta: meta }),
    content: content ?? [{ type: 'text', text }],
    ...(structured === undefined ? {} : { structuredContent: structured }),
    isError,
  };
}

/** What a modern client gets with each result. */
export const envelopeOf = (version: string) => ({
  resultType: 'complete',
  _meta: { 'io.modelcontextprotocol/serverInfo': serverInfo(version) },
});

/** A result with what its client gets with each; `_meta` has what both say. */
export const inEnvelope = (
  result: WrittenResult | undefined,
  envelope: { readonly _meta?: object },
): object => ({
  ...result,
  ...envelope,
  ...(result?._meta === undefined ? {} : { _meta: { ...result._meta, ...envelope._meta } }),
});
