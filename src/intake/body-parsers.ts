import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { badRequest } from '../kernel/problem.ts';
import { isDeeperThan } from './json-depth.ts';

/** Beyond this a body is not read at all; the MedCom adapter answers smaller ones that are still too large itself. */
const bodyLimit = 16 * 1024 * 1024;
const jsonLimit = 4 * 1024 * 1024;
/** Our own requests have ten levels at most. */
const jsonDepth = 32;
const formLimit = 8 * 1024;
/** OAuth and OpenID Connect want a form here; nothing else of ours takes one. */
const formPaths = ['/dev/identity/token', '/auth/back-channel-logout'];

const asBytes = ['/api/integration/fmk', '/api/price-lists'];

/** Messages and files of others reach their controller as bytes, whatever they claim to be; everything else is JSON. */
export function registerBodyParsers(app: NestFastifyApplication): void {
  const isMessage = ({ url }: { url: string }): boolean =>
    url.startsWith('/fhir/') || asBytes.includes(url.split('?', 1)[0] ?? '');
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser(
    ['application/json', 'application/cloudevents+json', 'application/cloudevents-batch+json'],
    { parseAs: 'buffer', bodyLimit },
    (request, body: Buffer, done) => {
      if (isMessage(request)) return done(null, body);
      if (body.length > jsonLimit) return done(Object.assign(new Error('The body is too large'), { statusCode: 413 }));
      const text = body.toString();
      if (isDeeperThan(text, jsonDepth)) {
        return done(badRequest(`Expected JSON of at most ${jsonDepth} levels, but this goes deeper`));
      }
      return parseJson(request, text, done);
    },
  );
  fastify.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: formLimit },
    (request, body: string, done) => {
      if (formPaths.includes(request.url)) return done(null, Object.fromEntries(new URLSearchParams(body)));
      return done(Object.assign(new Error('Send application/json'), { statusCode: 415 }));
    },
  );
  fastify.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (request, body: Buffer, done) => {
    if (isMessage(request)) return done(null, body);
    return done(Object.assign(new Error('Send application/json'), { statusCode: 415 }));
  });
}
