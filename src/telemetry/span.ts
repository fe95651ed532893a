import { ROOT_CONTEXT, SpanStatusCode, context, isSpanContextValid, trace } from '@opentelemetry/api';
import type { Attributes, Context, SpanKind } from '@opentelemetry/api';

interface SpanOptions {
  kind?: SpanKind;
  /** Kinds, codes, outcomes and our own ids: nobody's data (P1). */
  attributes?: Attributes;
  /** A traceparent, where the work began elsewhere; null where nobody knows. Left out: beneath what is under way. */
  parent?: string | null | undefined;
}

/** What is under way, as a traceparent of W3C Trace Context; undefined where nothing is traced. */
export function currentTrace(): string | undefined {
  const span = trace.getSpanContext(context.active());
  if (!span || !isSpanContextValid(span)) return undefined;
  return `00-${span.traceId}-${span.spanId}-${(span.traceFlags & 1).toString().padStart(2, '0')}`;
}

/** Runs the work within a span of its own. Where no collector is configured nothing is made, and the work runs all the same. */
export async function inSpan<T>(
  name: string,
  { parent, ...options }: SpanOptions,
  work: (note: (attributes: Attributes) => void) => Promise<T>,
): Promise<T> {
  const beneath = parent === undefined ? context.active() : contextOf(parent);
  const span = trace.getTracer('dosisflow').startSpan(name, options, beneath);
  try {
    return await context.with(trace.setSpan(beneath, span), () =>
      work((attributes) => void span.setAttributes(attributes)),
    );
  } catch (error) {
    // Its kind alone: a text may quote a row or a request.
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
    throw error;
  } finally {
    span.end();
  }
}

export function contextOf(traceparent: string | null): Context {
  const [, traceId, spanId, flags] = /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId || !flags) return ROOT_CONTEXT;
  const remote = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return trace.setSpanContext(ROOT_CONTEXT, remote);
}
