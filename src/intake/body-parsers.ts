import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Beyond this a body is not read at all; the MedCom adapter answers smaller ones that are still too large itself. */
const bodyLimit = 16 * 1024 * 1024;
const jsonLimit = 4 * 1024 * 1024;

/** Messages of others reach their controller as bytes, whatever they claim to be; everything else is JSON. */
export function registerBodyParsers(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser(
    ['application/json', 'application/cloudevents+json', 'application/cloudevents-batch+json'],
    { parseAs: 'buffer', bodyLimit },
    (request, body: Buffer, done) => {
      if (request.url.startsWith('/fhir/')) return done(null, body);
      if (body.length > jsonLimit) return done(Object.assign(new Error('The body is too large'), { statusCode: 413 }));
      return parseJson(request, body.toString(), done);
    },
  );
  fastify.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (request, body: Buffer, done) => {
    if (request.url.startsWith('/fhir/')) return done(null, body);
    return done(Object.assign(new Error('Send application/json'), { statusCode: 415 }));
  });
}
