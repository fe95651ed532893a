import type { Store } from '../db/store.ts';
import type { Assurance } from '../kernel/assurance.ts';
import { Problem } from '../kernel/problem.ts';
import type { Caller } from './caller.ts';
import { checkClaims } from './check-claims.ts';
import type { KnownPerson } from './check-claims.ts';
import type { Claims } from './claims.ts';

/**
 * Who the bearer of a valid token, or of a session, is. The directory decides role and organisation; the token only which
 * surfaces are open. Throws a Problem for whoever the directory does not know, and for claims that contradict it.
 */
export type FindCaller = (claims: Claims) => Promise<Caller>;

interface Row extends Omit<Caller, 'scopes'>, KnownPerson {
  kind: Caller['kind'];
  role: Caller['role'];
  active: boolean;
  organisationOpen: boolean;
}

/** Remembers each person for a moment, so that a burst of calls costs one query and a dismissal counts within seconds. */
export function callerFinder(
  store: Pick<Store, 'pool' | 'clock'>,
  least: Assurance,
  rememberMilliseconds = 3_000,
): FindCaller {
  const remembered = new Map<string, { row: Promise<Row | undefined>; until: number }>();

  const recall = (subject: string): Promise<Row | undefined> => {
    const known = remembered.get(subject);
    if (known && known.until > Date.now()) return known.row;
    if (remembered.size >= 10_000) remembered.clear();
    const row = readPerson(store, subject);
    row.catch(() => remembered.delete(subject));
    remembered.set(subject, { row, until: Date.now() + rememberMilliseconds });
    return row;
  };

  return async ({ subject, scopes, stated }) => {
    const row = await recall(subject);
    if (!row) throw unknown('Expected a person of the directory, but it knows nobody under this subject');
    const { active, organisationOpen, kind, id, name, role, organisationId, sources } = row;
    if (!active) throw unknown('Expected an active person, but the directory has this one as inactive');
    if (!organisationOpen) throw unknown('Expected an organisation in operation, but this person’s is closed');
    if (stated) checkClaims(stated, row, least);
    return { kind, id, subject, name, role, organisationId, scopes, ...(kind === 'client' && { sources }) };
  };
}

async function readPerson({ pool, clock }: Pick<Store, 'pool' | 'clock'>, subject: string): Promise<Row | undefined> {
  const { rows } = await pool.query<Row>(
    `select person.kind, person.id, subject, person.name, role, organisation_id as "organisationId", active, sources,
       sor, ydernummer, pharmacy_number as "pharmacyNumber", municipality_code as "municipalityCode",
       ($2::timestamptz at time zone 'Europe/Copenhagen')::date
         between valid_from and coalesce(valid_to, 'infinity') as "organisationOpen"
     from person join organisation on organisation.id = organisation_id
     where subject = $1`,
    [subject, await clock(pool)],
  );
  return rows[0];
}

function unknown(detail: string): Problem {
  return new Problem(403, 'caller-unknown', 'You have no access here', `${detail}; ask your administrator`);
}
