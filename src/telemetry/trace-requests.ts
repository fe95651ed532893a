import { SpanKind, context, trace } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { contextOf } from './span.ts';

type Fastify = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

/** A span for each request, by the pattern of its route, beneath the one that its sender names. */
export function traceRequests(fastify: Fastify): void {
  const within = new WeakMap<object, Context>();
  fastify.addHook('onRequest', (request, _, done) => {
    const { traceparent } = request.headers;
    const sent = contextOf(typeof traceparent === 'string' ? traceparent : null);
    const route = request.routeOptions.url ?? 'unknown';
    const attributes = { 'http.request.method': request.method, 'http.route': route };
    const name = `${request.method} ${route}`;
    const span = trace.getTracer('dosisflow').startSpan(name, { kind: SpanKind.SERVER, attributes }, sent);
    within.set(request, trace.setSpan(sent, span));
    done();
  });
  // Not before: a body is read in a context of its own.
  fastify.addHook('preHandler', (request, _, done) => {
    const own = within.get(request);
    if (own) context.with(own, () => done());
    else done();
  });
  fastify.addHook('onResponse', (request, { statusCode }, done) => {
    const own = within.get(request);
    const span = own && trace.getSpan(own);
    span?.setAttribute('http.response.status_code', statusCode);
    span?.end();
    done();
  });
}
