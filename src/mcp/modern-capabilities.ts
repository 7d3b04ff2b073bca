import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { CallContext } from '../tool/app.ts';
import type { Capabilities } from '../tool/capabilities.ts';
import { getCompletion, getPrompt, unknownResource } from './capabilities.ts';
import { contextOf } from './result-text.ts';

/** What surrounds a request, from what this SDK says of it. */
export const modernContext = ({ mcpReq: { signal, _meta, notify } }: ServerContext): CallContext =>
  contextOf(signal, _meta, notify);

/** Serves what is offered besides tools to clients of 2026-07-28. */
export function serveModernCapabilities(
  server: Server,
  { resources, prompts, complete }: Capabilities,
): void {
  if (resources !== undefined) {
    server.setRequestHandler('resources/list', () => ({ resources: [...resources.list()] }));
    server.setRequestHandler('resources/templates/list', () => ({
      resourceTemplates: [...resources.templates()],
    }));
    server.setRequestHandler('resources/read', async ({ params: { uri } }, context) => {
      const contents = await resources.read(uri, modernContext(context));
      if (contents === undefined) throw new ResourceNotFoundError(uri, unknownResource(uri));
      return { contents: [contents] };
    });
  }
  if (prompts !== undefined) {
    server.setRequestHandler('prompts/list', () => ({ prompts: [...prompts.list()] }));
    server.setRequestHandler('prompts/get', async ({ params }, context) =>
      orRefuse(await getPrompt(prompts, params, modernContext(context))),
    );
  }
  if (complete !== undefined)
    server.setRequestHandler('completion/complete', async ({ params }, context) =>
      orRefuse(await getCompletion(complete, params, modernContext(context))),
    );
}

/** An answer goes on; the reason why there is none becomes an error. */
function orRefuse<T extends object>(answer: T | string): T {
  if (typeof answer === 'string') throw new ProtocolError(ProtocolErrorCode.InvalidParams, answer);
  return answer;
}
