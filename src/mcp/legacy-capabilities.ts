import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import type { CallContext } from '../tool/app.ts';
import type { Capabilities } from '../tool/capabilities.ts';
import { getCompletion, getPrompt, unknownResource } from './capabilities.ts';
import { contextOf } from './result-text.ts';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** What surrounds a request, from what this SDK says of it. */
export const legacyContext = ({ signal, _meta, sendNotification }: Extra): CallContext =>
  contextOf(signal, _meta, sendNotification);

/** The code that revisions before 2026-07-28 have for this; the SDK has no name for it. */
const resourceNotFound = -32002;

/** Serves what is offered besides tools to clients of 2024-11-05 to 2025-11-25. */
export function serveLegacyCapabilities(
  server: Server,
  { resources, prompts, complete }: Capabilities,
): void {
  if (resources !== undefined) {
    server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: [...resources.list()] }));
    server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
      resourceTemplates: [...resources.templates()],
    }));
    server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }, extra) => {
      const contents = await resources.read(uri, legacyContext(extra));
      if (contents === undefined) throw new McpError(resourceNotFound, unknownResource(uri), { uri });
      return { contents: [contents] };
    });
  }
  if (prompts !== undefined) {
    server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: [...prompts.list()] }));
    server.setRequestHandler(GetPromptRequestSchema, async ({ params }, extra) =>
      orRefuse(await getPrompt(prompts, params, legacyContext(extra))),
    );
  }
  if (complete !== undefined)
    server.setRequestHandler(CompleteRequestSchema, async ({ params }, extra) =>
      orRefuse(await getCompletion(complete, params, legacyContext(extra))),
    );
}

/** An answer goes on; the reason why there is none becomes an error. */
function orRefuse<T extends object>(answer: T | string): T {
  if (typeof answer === 'string') throw new McpError(ErrorCode.InvalidParams, answer);
  return answer;
}
