import { createMcpHandler } from '@modelcontextprotocol/server';
import type { Handlers } from './handlers.ts';
import { createModernServer } from './modern-server.ts';

/**
 * Answers a request of a client of 2026-07-28 by the SDK's own rules: headers are held against the body, progress turns the reply into a
 * stream, and a closed connection cancels the call. Nothing here ever changes and no capability says otherwise, so a subscription is
 * acknowledged with nothing in it and ended at once: no stream stays open.
 */
export function answerModern(
  request: Request,
  body: unknown,
  handlers: Handlers,
  version: string,
): Promise<Response> {
  const { fetch } = createMcpHandler(() => createModernServer(handlers, version), { legacy: 'reject' });
  return fetch(request, { parsedBody: body });
}
