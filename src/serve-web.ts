import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

type Fastify = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/** The best first: brotli makes our scripts a seventh smaller than gzip does. */
const encodings = { br: promisify(brotliCompress), gzip: promisify(gzip) } as const;

/** Fonts are compressed already. */
const zips = new Set(['.js', '.css', '.svg']);

/** Addresses that programs use: what is unknown there is a problem in JSON, not a page. */
const forPrograms = /^\/(api|auth|dev|fhir|health|metrics|assets)(\/|$)/;

/** What Vite names by its content, and so never changes. */
const asset = /^\/assets\/[\w-]+\.[\w.-]+$/;

/** The page that people see, as Vite built it: its assets by name, and for every other address the page, which reads it. */
export function serveWeb(fastify: Fastify, folder = builtFolder()): void {
  const zipped = new Map<string, Promise<Buffer>>();
  fastify.get('/*', async (request, reply) => {
    const { pathname } = new URL(request.url, 'http://page');
    const isAsset = asset.test(pathname);
    const path = isAsset ? pathname : '/index.html';
    const type = types[extname(path)];
    const file =
      type && (isAsset || !forPrograms.test(pathname)) && (await readFile(join(folder, path)).catch(() => undefined));
    if (!file) return reply.callNotFound();
    reply
      .header('Content-Type', type)
      .header('Cache-Control', isAsset ? 'public, max-age=31536000, immutable' : 'no-cache');
    const accepted = request.headers['accept-encoding'] ?? '';
    const encoding = (['br', 'gzip'] as const).find((each) => new RegExp(`\\b${each}\\b`).test(accepted));
    if (!isAsset || !zips.has(extname(path)) || !encoding) return reply.send(file);
    const known = `${encoding} ${path}`;
    const small = zipped.get(known) ?? encodings[encoding](file);
    zipped.set(known, small);
    return reply
      .header('Content-Encoding', encoding)
      .header('Vary', 'Accept-Encoding')
      .send(await small);
  });
}

/** `dist/web` of the repository, whether this runs from `src` or from `dist/src`. */
function builtFolder(): string {
  let root = import.meta.dirname;
  while (!existsSync(join(root, 'package.json')) && root !== dirname(root)) root = dirname(root);
  return join(root, 'dist/web');
}
