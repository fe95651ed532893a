import { randomUUID } from 'node:crypto';
import type { Actor, JsonObject, Message, Parties } from '../../workflows/definition.ts';
import { freezeClock, setClock, simulatedClock } from '../../src/db/clock.ts';
import { openKeys } from '../../src/db/open-keys.ts';
import { seal } from '../../src/db/seal.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Answer, Handled } from '../../src/engine/engine.ts';
import type { Definitions } from '../../src/engine/load-family.ts';
import type { Keys } from '../../src/db/store.ts';
import type { Written } from '../../src/engine/write-decision.ts';
import { createTestDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';

export const nurse: Actor = { kind: 'person', id: 'nurse', role: 'municipalNurse' };
export const client: Actor = { kind: 'client', id: 'adapter', role: 'client' };

export interface EngineHarness {
  database: TestDatabase;
  engine: Engine;
  keys: Keys;
  parties: Parties;
  written: Written[];
  /** A second engine on the same database, as another process would be. */
  another(options?: { batchSize?: number; definitions?: Definitions }): Engine;
  citizen(): Promise<string>;
  open(data?: JsonObject): Promise<string>;
  command(caseId: string, type: string, data?: JsonObject, key?: string): Promise<Handled>;
  setTime(at: string): Promise<void>;
  rows<T extends object>(sql: string, values?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

export const start = '2026-03-02T08:00:00.000Z';

/** An engine on a real database of its own with simulated time, speaking the words of the tests. */
export async function startEngine(definitions: Definitions): Promise<EngineHarness> {
  const database = await createTestDatabase();
  const { pool } = database;
  const keys = await openKeys(pool, { masterKey: Buffer.alloc(32, 7) });
  const { vault } = keys;
  const municipality = randomUUID();
  await pool.query(
    `insert into organisation (id, kind, name, municipality_code, duty_contact) values ($1, 'municipality', 'Testkommune', '0999', 'Vagten')`,
    [municipality],
  );
  await freezeClock(pool);
  await setClock(pool, start);
  const parties: Parties = { municipality };
  const written: Written[] = [];
  const another = (options: { batchSize?: number; definitions?: Definitions } = {}): Engine =>
    new Engine({
      pool,
      keys,
      clock: simulatedClock,
      definitions,
      onCommitted: (each) => written.push(each),
      ...options,
    });
  const engine = another();

  const citizen = async (): Promise<string> => {
    const id = randomUUID();
    const { key, wrapped } = vault.newKey(id);
    await pool.query('insert into citizen (id, sealed, municipality_id, created_at) values ($1, $2, $3, $4)', [
      id,
      seal(key, `citizen:${id}`, '{}'),
      municipality,
      start,
    ]);
    await pool.query('insert into keys.citizen_key (citizen_id, wrapped) values ($1, $2)', [id, wrapped]);
    return id;
  };

  return {
    database,
    engine,
    keys,
    parties,
    written,
    another,
    citizen,
    open: async (data = {}) => {
      const handled = await engine.handle({
        to: 'new',
        workflow: 'dose-dispensing',
        citizenId: await citizen(),
        parties,
        scope: 'test',
        message: message('open', data),
      });
      return done(handled).caseId;
    },
    command: (caseId, type, data = {}, key = randomUUID()) =>
      engine.handle({ to: 'case', caseId, scope: 'test', message: { ...message(type, data), key } }),
    setTime: (at) => setClock(pool, at),
    rows: async (sql, values = []) => (await pool.query(sql, values)).rows as never,
    close: () => database.drop(),
  };
}

export function message(type: string, data: JsonObject = {}, more: Partial<Message> = {}): Message {
  return { kind: 'command', type, data, occurredAt: start, by: nurse, key: randomUUID(), ...more };
}

export function done(handled: Handled): Answer {
  if (handled.kind !== 'done') throw new Error(`Expected an answer, but got ${JSON.stringify(handled)}`);
  return handled.answer;
}
