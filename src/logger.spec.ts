import { AppLogger, createLogger, logResponses } from './logger.ts';

function logged(production: boolean): { logger: ReturnType<typeof createLogger>; lines: string[] } {
  const lines: string[] = [];
  const logger = createLogger({ production, logLevel: 'info' }, { write: (line) => lines.push(line) });
  return { logger, lines };
}

describe('the log', () => {
  it('is JSON in production, without what a request carries', () => {
    const { logger, lines } = logged(true);
    logger.warn({ body: 'x', request: { query: 'x', headers: { authorization: 'x' } }, caseId: 'c' }, 'careful');
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'warn',
      time: expect.any(String),
      request: {},
      caseId: 'c',
      msg: 'careful',
    });
  });

  it('is one readable line otherwise', () => {
    const { logger, lines } = logged(false);
    new AppLogger(logger).log('Listening', 'NestApplication');
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d info  \[NestApplication\] Listening\n$/);
  });

  it('keeps the stack and the context that Nest gives with an error', () => {
    const { logger, lines } = logged(true);
    new AppLogger(logger).error('It failed', 'Error: at x', 'Bell');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'error',
      msg: 'It failed',
      stack: 'Error: at x',
      context: 'Bell',
    });
  });

  it('leaves out what is below its level', () => {
    const { logger, lines } = logged(true);
    new AppLogger(logger).debug('detail');
    expect(lines).toEqual([]);
  });

  it('names a request by the pattern of its route', () => {
    const { logger, lines } = logged(true);
    const request = { id: 'r1', method: 'GET', routeOptions: { url: '/api/cases/:id' }, url: '/api/cases/7?cpr=1' };
    logResponses(logger)(request, { statusCode: 200, elapsedTime: 12.4 }, () => {});
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'GET /api/cases/:id 200', requestId: 'r1', ms: 12 });
    expect(lines[0]).not.toContain('cpr');
  });
});
