import type { Pool } from 'pg';
import type { Role } from '../../workflows/definition.ts';
import { developmentAccounts, developmentSubject } from './development-accounts.ts';

export interface DevelopmentPerson {
  account: string;
  name: string;
  role: Role;
  organisation: string;
}

/** The persons of the directory that a development account may sign in as, in the order of the accounts. */
export async function developmentPersons(pool: Pool): Promise<DevelopmentPerson[]> {
  const accounts = Object.entries(developmentAccounts).flatMap(([name, scopes]) =>
    scopes.includes('cases') ? [name] : [],
  );
  const { rows } = await pool.query<DevelopmentPerson>(
    `select account, p.name, p.role, o.name as organisation
     from unnest($1::text[], $2::text[]) with ordinality as known(account, subject, place)
     join person p on p.subject = known.subject and p.active and p.kind = 'person'
     join organisation o on o.id = p.organisation_id
     order by place`,
    [accounts, accounts.map(developmentSubject)],
  );
  return rows;
}
