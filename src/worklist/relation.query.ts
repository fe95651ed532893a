import type { Pool } from 'pg';
import { worksAs } from '../../workflows/definition.ts';
import type { Instant, Party } from '../../workflows/definition.ts';
import type { Caller } from '../auth/caller.ts';
import { servesAll } from '../auth/seen-by.ts';

/** Through what a caller may see a family now; undefined where he may not. */
export interface Relation {
  /** Opened by the person himself in an emergency, and by nothing else: for reading alone. */
  isEmergency: boolean;
  /** A coordinator who treats the citizen sees as a treating nurse. */
  treats: boolean;
  /** The stays that the caller's department has part in. */
  stays: string[];
}

/** Asked with who asks, beside the policies of the tables: a database without the reader separates organisations too. */
export async function relationTo(
  pool: Pool,
  caller: Caller,
  familyId: string,
  at: Instant,
): Promise<Relation | undefined> {
  // Whoever looks after the log sees the log: he has no part in what is treated.
  if (caller.role === 'dataProtectionOfficer') return undefined;
  const { rows } = await pool.query<{ party: Party | null; ground: 'treating' | 'breakGlass' | null; caseId: string }>({
    name: 'relation',
    text: `select party, null as ground, case_id as "caseId" from participation
        where family_id = $1 and organisation_id = $2 and since <= $4 and (until is null or until > $4)
      union all
      select null, ground, family_id from personal_access
        where family_id = $1 and person_id = $3 and since <= $4 and until > $4`,
    values: [familyId, caller.organisationId, caller.id, at],
  });
  // A region takes part by its nursing staff alone: its coordinators see aggregates.
  const isRegional = worksAs(caller.role) === 'municipalNurse';
  const parties = rows.filter(({ party }) => party !== null && (party !== 'region' || isRegional));
  const treats = rows.some(({ ground }) => ground === 'treating');
  const isEmergency = rows.some(({ ground }) => ground === 'breakGlass');
  if (parties.length === 0 && !treats && !isEmergency && !servesAll(caller)) return undefined;
  return {
    isEmergency: isEmergency && parties.length === 0 && !treats && !servesAll(caller),
    treats: treats && caller.role === 'coordinator',
    stays: parties.flatMap(({ party, caseId }) => (party === 'hospital' ? caseId : [])),
  };
}
