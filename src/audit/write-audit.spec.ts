import { randomUUID } from 'node:crypto';
import { createTestDatabase } from '../../test/support/database.ts';
import type { TestDatabase } from '../../test/support/database.ts';
import { writeAudit } from './write-audit.ts';

let database: TestDatabase;
beforeAll(async () => (database = await createTestDatabase()));
afterAll(() => database.drop());

it('writes who, for which organisation, looked at what and why', async () => {
  const [caseId, organisationId] = [randomUUID(), randomUUID()];
  const caller = { kind: 'person', id: 'p', role: 'gp', organisationId };
  const at = '2026-03-02T08:00:00.000Z';
  await writeAudit(database.pool, { at, caller, action: 'read', caseId, detail: 'case', purpose: 'treatment' });
  await writeAudit(database.pool, { at, caller, action: 'search', detail: 'citizen', purpose: 'treatment' });
  const { rows } = await database.pool.query<object>('select * from audit order by id');
  const row = {
    at: new Date(at),
    actor_kind: 'person',
    actor_id: 'p',
    actor_role: 'gp',
    organisation_id: organisationId,
    purpose: 'treatment',
    journal_seq: null,
    content_hash: null,
    citizen_id: null,
  };
  expect(rows).toEqual([
    { ...row, id: '1', action: 'read', case_id: caseId, detail: 'case' },
    { ...row, id: '2', action: 'search', case_id: null, detail: 'citizen' },
  ]);
});
