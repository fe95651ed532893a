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
    const request = {
      id: 'r1',
      method: 'GET',
      routeOptions: { url: '/api/cases/:id' },
      params: { id: '7' },
      url: '/api/cases/7?cpr=1',
    };
    logResponses(logger)(request, { statusCode: 200, elapsedTime: 12.4 }, () => {});
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'GET /api/cases/:id 200', requestId: 'r1', ms: 12 });
    expect(lines[0]).not.toContain('cpr');
  });

  it('names the case of a request by its id, and nothing else that stands in an address', () => {
    const { logger, lines } = logged(true);
    const caseId = '6ef2055a-fea5-4d9d-8b1b-3cf1b4a3b2a0';
    const answer = (url: string, id: string): void =>
      logResponses(logger)(
        { id: 'r1', method: 'GET', routeOptions: { url }, params: { id } },
        { statusCode: 200, elapsedTime: 1 },
        () => {},
      );
    answer('/api/cases/:id/journal', caseId);
    answer('/api/cases/:id', '2509479989');
    answer('/api/organisations/:id', caseId);
    const [first, ...others] = lines.map((line) => JSON.parse(line) as object);
    expect(first).toMatchObject({ requestId: 'r1', caseId, ms: 1, msg: 'GET /api/cases/:id/journal 200' });
    for (const other of others) expect(other).not.toHaveProperty('caseId');
    expect(lines.join('')).not.toContain('2509479989');
  });
});
