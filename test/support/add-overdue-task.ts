import type { LegalBasis } from '../../workflows/definition.ts';
import { waitingChanges } from '../../src/engine/count-waiting.ts';
import type { CountedTask } from '../../src/engine/count-waiting.ts';
import type { TestServer } from './server.ts';

/** An overdue task beside those of the chart, and the counters as a commit would have changed them: the case stands not there. */
export async function addOverdueTask(
  server: TestServer,
  caseId: string,
  key: string,
  basis: LegalBasis,
): Promise<void> {
  const [found] = await server.rows<{ family: string; municipalityId: string; version: number }>(
    'select family_id as family, municipality_id as "municipalityId", version from "case" where id = $1',
    [caseId],
  );
  if (!found) throw new Error('Expected a case');
  const tasks = await server.rows<CountedTask>(
    `select t.key, t.title, t.basis from task t join "case" c on c.id = t.case_id where c.family_id = $1 and t.closed_at is null`,
    [found.family],
  );
  const task: CountedTask = { key, basis, title: { da: 'Overskredet: Prøve', en: 'Overdue: test' } };
  await server.rows(
    `insert into task (id, case_id, key, title, role, organisation_id, basis, deadline_at, opened_at, municipality_id, waiting_since, overdue_since)
     select gen_random_uuid(), c.id, $2, $3, 'municipalNurse', municipality_id, $4, at, at, municipality_id, at, at
     from "case" c, date_trunc('milliseconds', now()) at where c.id = $1`,
    [caseId, key, JSON.stringify(task.title), basis],
  );
  const { municipalityId, version } = found;
  const changes = waitingChanges(
    [{ municipalityId, version, tasks }],
    [{ municipalityId, version, tasks: [...tasks, task] }],
  );
  for (const change of changes) {
    await server.rows('insert into waiting_count_change values ($1, $2, $3, $4, $5, $6)', [
      change.municipalityId,
      change.version,
      change.key,
      change.hospital,
      change.tasks,
      change.families,
    ]);
  }
}
