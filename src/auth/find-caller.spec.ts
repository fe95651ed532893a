import { createTestDatabase } from '../../test/support/database.ts';
import type { TestDatabase } from '../../test/support/database.ts';
import { directoryId, seedDirectory } from '../directory/seed-directory.ts';
import { callerFinder } from './find-caller.ts';

let database: TestDatabase;
const clock = (): Promise<string> => Promise.resolve('2026-03-02T08:00:00.000Z');
const find = (subject: string, remember = 0): ReturnType<ReturnType<typeof callerFinder>> =>
  callerFinder({ pool: database.pool, clock }, 'substantial', remember)({ subject, scopes: ['cases'] });

beforeAll(async () => {
  database = await createTestDatabase();
  await seedDirectory(database.dataSource);
});
afterAll(() => database.drop());

describe('callerFinder', () => {
  it('finds who the directory knows, with role and organisation', async () => {
    expect(await find('dev|nurse')).toEqual({
      kind: 'person',
      id: directoryId('person', 'dev|nurse'),
      subject: 'dev|nurse',
      name: 'Nanna Prøve (sygeplejerske)',
      role: 'municipalNurse',
      organisationId: directoryId('organisation', 'testkommune-nord'),
      scopes: ['cases'],
    });
  });

  it('knows nobody under another subject', () =>
    expect(find('nurse')).rejects.toMatchObject({ status: 403, type: 'caller-unknown' }));

  it('refuses an inactive person', async () => {
    await database.pool.query(`update person set active = false where subject = 'dev|gp'`);
    await expect(find('dev|gp')).rejects.toThrow('has this one as inactive');
  });

  it('refuses the people of an organisation that has closed', async () => {
    await database.pool.query(`update organisation set valid_to = '2026-03-01' where kind = 'pharmacy'`);
    await expect(find('dev|pharmacist')).rejects.toThrow('is closed');
    await database.pool.query(`update organisation set valid_to = '2026-03-02' where kind = 'pharmacy'`);
    await expect(find('dev|pharmacist')).resolves.toMatchObject({ role: 'prescribingPharmacist' });
  });

  it('asks the database once for a burst, but not after a failure', async () => {
    let queries = 0;
    const query = (): Promise<unknown> => {
      queries += 1;
      return queries === 1
        ? Promise.reject(new Error('away'))
        : Promise.resolve({ rows: [{ active: true, organisationOpen: true }] });
    };
    const finder = callerFinder({ pool: { query } as never, clock }, 'low', 60_000);
    const once = (): Promise<unknown> => finder({ subject: 'anna', scopes: [] });
    await expect(once()).rejects.toThrow('away');
    await Promise.all([once(), once(), once()]);
    expect(queries).toBe(2);
  });
});
