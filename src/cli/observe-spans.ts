import type { ObserveRequest } from '../mcp/handlers.ts';
import type { ToolResult } from '../tool/app.ts';
import { ToolError } from '../tool/tool-error.ts';

/** How messages travel, by the names of `network.transport`. */
export type Transport = 'pipe' | 'tcp';

const isToolResult = (result: object): result is ToolResult => 'isError' in result;

/** Names that clients make up would be names of spans without end. */
const isName = (tool: string) => /^[\w-]{1,64}$/.test(tool);

/** A span for each request, if one is there to take it; nothing of a question or an answer is in it. */
export async function observeSpans(version: string, transport: Transport): Promise<ObserveRequest> {
  const {
    context: active,
    propagation,
    ROOT_CONTEXT,
    SpanKind,
    SpanStatusCode,
    trace,
  } = await import('@opentelemetry/api');
  const tracer = trace.getTracer('copper-mcp', version);
  return (work, context, run) => {
    const tool = work.method === 'tools/call' && isName(work.tool) ? work.tool : undefined;
    const attributes = {
      'mcp.method.name': work.method,
      'network.transport': transport,
      ...(tool === undefined ? {} : { 'gen_ai.tool.name': tool, 'gen_ai.operation.name': 'execute_tool' }),
    };
    const parent =
      context.trace === undefined
        ? active.active()
        : propagation.extract(ROOT_CONTEXT, { traceparent: context.trace });
    const name = tool === undefined ? work.method : `${work.method} ${tool}`;
    return tracer.startActiveSpan(name, { kind: SpanKind.SERVER, attributes }, parent, async (span) => {
      const fail = (type: string) => {
        span.setAttribute('error.type', type);
        span.setStatus({ code: SpanStatusCode.ERROR });
      };
      try {
        const result = await run(context);
        // What the protocol counts as an answer may be an error for whoever asked.
        if (result !== undefined && isToolResult(result) && result.isError) fail('tool_error');
        if (result === undefined) fail('not_found');
        return result;
      } catch (error) {
        fail(context.signal.aborted ? 'cancelled' : error instanceof ToolError ? error.kind : 'internal');
        throw error;
      } finally {
        span.end();
      }
    });
  };
}
