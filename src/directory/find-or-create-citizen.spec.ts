import { randomUUID } from 'node:crypto';
import { createTestDatabase } from '../../test/support/database.ts';
import type { TestDatabase } from '../../test/support/database.ts';
import { Vault, unseal } from '../db/seal.ts';
import type { DataKey } from '../db/seal.ts';
import type { Cpr } from '../kernel/cpr.ts';
import { findCitizen } from './find-citizen.ts';
import { findOrCreateCitizen } from './find-or-create-citizen.ts';
import { directoryId, seedDirectory } from './seed-directory.ts';

const cpr = '2509479989' as Cpr;
const municipalityId = directoryId('organisation', 'testkommune-nord');
const at = '2026-03-02T08:00:00.000Z';
const vault = new Vault(Buffer.alloc(32, 7));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedDirectory(database.dataSource);
});
afterAll(() => database.drop());

const store = (): Parameters<typeof findCitizen>[0] => ({
  pool: database.pool,
  keys: { vault, system: Buffer.alloc(32) as DataKey },
});
const create = (name?: string): Promise<string> => findOrCreateCitizen(store(), { cpr, name, municipalityId, at });

describe('findOrCreateCitizen', () => {
  it('creates one citizen with one key, however many ask at once', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => create('Bruno Test')));
    expect(new Set(ids).size).toBe(1);
    const { rows } = await database.pool.query<{ id: string; sealed: Buffer; wrapped: Buffer }>(
      'select id, sealed, wrapped from citizen join keys.citizen_key on citizen_id = id',
    );
    expect(rows.map(({ id }) => id)).toEqual([ids[0]]);
    const [row] = rows;
    if (!row) throw new Error('Expected a citizen');
    const content = unseal(vault.unwrap(row.id, row.wrapped), `citizen:${row.id}`, row.sealed);
    expect(JSON.parse(content.toString())).toEqual({ cpr, name: 'Bruno Test' });
  });

  it('leaves the number nowhere in clear', async () => {
    await create();
    const { rows } = await database.pool.query<{ text: string }>('select citizen::text as text from citizen');
    for (const { text } of rows) {
      expect(text).not.toContain(cpr);
      expect(text).not.toContain(Buffer.from(cpr).toString('hex'));
    }
  });
});

describe('findCitizen', () => {
  async function insertCase(citizenId: string, openedAt: string, closedAt: string | null): Promise<string> {
    const id = randomUUID();
    await database.pool.query(
      `insert into "case" (id, family_id, citizen_id, workflow, version, municipality_id, state, tags, since, revision, seq,
         opened_at, closed_at, policy_id, snapshot)
       values ($1, $1, $2, 'dose-dispensing', 1, $3, '{}', '{}', $4, 0, 0, $4, $5, 'current', '')`,
      [id, citizenId, municipalityId, openedAt, closedAt],
    );
    return id;
  }

  it('knows nobody whom nobody created', async () =>
    expect(await findCitizen(store(), '2103009996' as Cpr)).toBeUndefined());

  it('finds the citizen, the newest case and the open one', async () => {
    const citizenId = await create();
    expect(await findCitizen(store(), cpr)).toEqual({ citizenId });
    const closed = await insertCase(citizenId, '2025-01-01T00:00:00Z', '2025-02-01T00:00:00Z');
    expect(await findCitizen(store(), cpr)).toEqual({ citizenId, newestCaseId: closed });
    const open = await insertCase(citizenId, '2026-01-01T00:00:00Z', null);
    expect(await findCitizen(store(), cpr)).toEqual({ citizenId, openCaseId: open, newestCaseId: open });
  });
});
