import type { ModuleMetadata } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';

/**
 * An application of just these parts, listening on a free port. Fastify's own `inject` does not run here: it requires an
 * ES module, which Jest cannot do on Node 20.
 */
export async function startApp(
  metadata: ModuleMetadata,
  options: { bodyLimit?: number } = {},
): Promise<{ app: NestFastifyApplication; url: string }> {
  const module = await Test.createTestingModule(metadata).compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(options), { logger: false });
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl() };
}
