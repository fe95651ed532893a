/**
 * What this process counts as it works, for Prometheus. What all processes share is read from the database when it is asked
 * for (src/monitoring/read-gauges.query.ts). Labels are kinds and patterns of the product: never an id, and nobody's data (P1).
 */
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export const registry = new Registry();
collectDefaultMetrics({ register: registry });

export const batchSize = new Histogram({
  name: 'dosisflow_commit_batch_size',
  help: 'Messages that shared one commit.',
  buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024],
  registers: [registry],
});

export const effectAttempts = new Counter({
  name: 'dosisflow_effect_attempts_total',
  help: 'Tries to deliver an effect. An outcome "again" is tried later, "failed" became an incident.',
  labelNames: ['kind', 'outcome'] as const,
  registers: [registry],
});

export const requests = new Histogram({
  name: 'dosisflow_http_request_seconds',
  help: 'Answered requests, by the pattern of their route.',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [registry],
});

export const requestsShed = new Counter({
  name: 'dosisflow_requests_shed_total',
  help: 'Requests answered with 429 because too much waited.',
  labelNames: ['queue'] as const,
  registers: [registry],
});
