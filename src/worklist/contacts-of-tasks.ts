import type { Pool } from 'pg';
import { danishDateOf } from '../engine/check-supply.ts';
import { areaOf, contactsOn } from '../directory/contacts.query.ts';
import type { ListedTaskRow } from './list-tasks.query.ts';

export interface TaskContact {
  name: string;
  /** A secretariat or a duty mailbox. */
  contact: string;
}

/** The task that asks the cluster's contact begins so: nobody can get the drug. */
const asksCluster = 'substitution.search.open.cluster';

/**
 * Whom to ask about a drug that nobody can get (R60, R72): today's contacts of the health cluster and the pharmacy association
 * where the citizen lives, by the task's id. One municipality's tasks make one question to the database, others none.
 */
export async function contactsOfTasks(
  pool: Pool,
  tasks: readonly ListedTaskRow[],
  at: string,
): Promise<ReadonlyMap<string, TaskContact[]>> {
  const asking = tasks.filter(({ key }) => key.startsWith(asksCluster));
  const day = danishDateOf(at);
  const ofMunicipality = new Map<string, TaskContact[]>();
  for (const municipality of new Set(asking.map(({ municipalityId }) => municipalityId))) {
    const area = await areaOf(pool, municipality, day);
    const known = area ? await contactsOn(pool, day, area) : [];
    ofMunicipality.set(
      municipality,
      known.map(({ name, contact }) => ({ name, contact })),
    );
  }
  return new Map(asking.map(({ id, municipalityId }) => [id, ofMunicipality.get(municipalityId) ?? []]));
}
