// An SDK as an operator would register one with --import: it writes each span that has ended to stderr, as one line.
import { propagation, trace } from '@opentelemetry/api';

propagation.setGlobalPropagator({
  inject() {},
  fields: () => ['traceparent'],
  extract(context, carrier, getter) {
    const [, traceId, spanId] = String(getter.get(carrier, 'traceparent')).split('-');
    return trace.setSpanContext(context, { traceId, spanId, traceFlags: 1, isRemote: true });
  },
});

trace.setGlobalTracerProvider({
  getTracer: (scope, version) => ({
    startActiveSpan(name, { kind, attributes }, parent, work) {
      const span = {
        scope,
        version,
        name,
        kind,
        attributes: { ...attributes },
        parent: trace.getSpanContext(parent),
      };
      return work({
        setAttribute(key, value) {
          span.attributes[key] = value;
        },
        setStatus(status) {
          span.status = status;
        },
        end() {
          process.stderr.write(`span ${JSON.stringify(span)}\n`);
        },
      });
    },
  }),
});
