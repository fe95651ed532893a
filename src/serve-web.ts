import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
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

/** Everything comes from here: no inline script, no style attribute in the page, nothing framed, nothing from elsewhere. */
const policy = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self'`,
  `font-src 'self'`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

/** Addresses that programs use: what is unknown there is a problem in JSON, not a page. */
const forPrograms = /^\/(api|fhir|health|assets)(\/|$)/;

/**
 * The page that people see, as Vite built it. Only files that are there at the start are served, by their whole name, so
 * no address can reach another; every other address is the page's own to read.
 */
export function serveWeb(fastify: Fastify, folder = builtFolder()): void {
  const files = new Set(existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []);
  fastify.get('/*', async (request, reply) => {
    const { pathname } = new URL(request.url, 'http://page');
    const asked = pathname.slice(1);
    const isFile = files.has(asked) && extname(asked) in types;
    const name = isFile ? asked : 'index.html';
    if (!files.has(name) || (!isFile && forPrograms.test(pathname))) return reply.callNotFound();
    const hashed = name.startsWith('assets/');
    reply
      .header('Content-Type', types[extname(name)])
      .header('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      .header('X-Content-Type-Options', 'nosniff')
      .header('Referrer-Policy', 'no-referrer')
      .header('Content-Security-Policy', policy);
    return reply.send(await readFile(join(folder, name)));
  });
}

/** `dist/web` of the repository, whether this runs from `src` or from `dist/src`. */
function builtFolder(): string {
  let root = import.meta.dirname;
  while (!existsSync(join(root, 'package.json')) && root !== dirname(root)) root = dirname(root);
  return join(root, 'dist/web');
}
