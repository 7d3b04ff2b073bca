import type { ObserveRequest } from '../mcp/handlers.ts';
import type { Transport } from './observe-spans.ts';

/** Where an OpenTelemetry SDK of major version 1 of the API registers itself (opentelemetry-js, `api/src/internal/global-utils.ts`). */
const registry = Symbol.for('opentelemetry.js.api.1');

/**
 * Puts a span by the conventions for MCP (open-telemetry/semantic-conventions-genai) around each request, where whoever operates this
 * server has registered an SDK of OpenTelemetry: `NODE_OPTIONS="--import …"`. Without one nothing is loaded, and `run` is as it was. The
 * parent is the `traceparent` of the message, or else of the HTTP request.
 *
 * @param warn told once, if an SDK is registered and its API is not installed beside this program
 */
export function withSpans(
  run: ObserveRequest,
  version: string,
  transport: Transport,
  warn: (text: string) => void,
): ObserveRequest {
  if (!(registry in globalThis)) return run;
  const load = async () => (await import('./observe-spans.ts')).observeSpans(version, transport);
  const spans = load().catch(() => {
    warn('OpenTelemetry needs @opentelemetry/api: install it beside copper-mcp.');
    return undefined;
  });
  return (work, context, answer) =>
    run(work, context, async (inner) => {
      const observed = await spans;
      return observed === undefined ? answer(inner) : observed(work, inner, answer);
    });
}
