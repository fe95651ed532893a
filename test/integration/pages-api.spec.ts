/** The routes that the pages ask beside cases. */
import { randomUUID } from 'node:crypto';
import { personas } from '../../src/auth/access-matrix.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const everyone = Object.keys(personas).filter((account) => account !== 'adapter');

const asked = async (response: Response): Promise<[number, Record<string, unknown>]> => [
  response.status,
  (await response.json()) as Record<string, unknown>,
];
describe('beside the development provider', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('offers the artificial persons who may see cases, and nobody who has left', async () => {
    const accounts = async (): Promise<string[]> => {
      const [, { items }] = await asked(await fetch(`${server.address}/api/dev/persons`));
      return (items as { account: string }[]).map(({ account }) => account);
    };
    expect(await accounts()).toEqual(everyone);
    await server.rows(`update person set active = false where subject = 'dev|ward'`);
    expect(await accounts()).toEqual(everyone.filter((account) => account !== 'ward'));
  });

  it('tells the time that deadlines are counted by', async () => {
    const [, before] = await asked(await server.call('nurse', 'GET', '/api/clock'));
    const { now } = await server.advance('P1D');
    const [, after] = await asked(await server.call('nurse', 'GET', '/api/clock'));
    expect(after).toEqual({ now, simulated: true });
    expect(Date.parse(now)).toBeGreaterThan(Date.parse(String(before['now'])));
  });

  it('names one organisation, and says when there is none', async () => {
    const [, me] = await asked(await server.call('nurse', 'GET', '/api/me'));
    const { id, name } = me['organisation'] as { id: string; name: string };
    expect(await asked(await server.call('gp', 'GET', `/api/organisations/${id}`))).toMatchObject([200, { id, name }]);
    expect((await asked(await server.call('gp', 'GET', `/api/organisations/${randomUUID()}`)))[0]).toBe(404);
  });

  it('gives the chart that a case runs on, and none that does not exist', async () => {
    const [status, chart] = await asked(await server.call('gp', 'GET', '/api/charts/dose-dispensing/1'));
    expect([status, chart['workflow']]).toEqual([200, 'dose-dispensing']);
    for (const path of ['dose-dispensing/9', 'other/1', 'toString/1']) {
      expect([path, (await asked(await server.call('gp', 'GET', `/api/charts/${path}`)))[0]]).toEqual([path, 404]);
    }
  });

  it('says in a list since when each case stands', async () => {
    const id = await openActiveCase(server);
    const [, { items }] = await asked(await server.call('nurse', 'GET', '/api/cases'));
    const [, one] = await asked(await server.call('nurse', 'GET', `/api/cases/${id}`));
    expect(items).toEqual([expect.objectContaining({ id, since: one['since'] })]);
  });
});
