import type { Pool } from 'pg';

export interface NoteRow {
  id: string;
  organisationId: string;
  organisation: string;
  personId: string;
  person: string;
  citizenId: string;
  writtenAt: Date;
  sealed: Buffer;
  wrapped: Buffer;
}

/** The notes of an organisation on a family, the newest first. Those of an erased citizen have no key and are left out. */
export async function notesOn(pool: Pool, familyId: string, organisationId: string): Promise<NoteRow[]> {
  const { rows } = await pool.query<NoteRow>({
    name: 'notes-on',
    text: `select n.id, n.organisation_id as "organisationId", o.name as organisation, n.person_id as "personId",
        p.name as person, c.citizen_id as "citizenId", n.written_at as "writtenAt", n.sealed, k.wrapped
      from case_note n
      join "case" c on c.id = n.family_id
      join keys.citizen_key k on k.citizen_id = c.citizen_id
      join organisation o on o.id = n.organisation_id
      join person p on p.id = n.person_id
      where n.family_id = $1 and n.organisation_id = $2
      order by n.written_at desc, n.id limit 200`,
    values: [familyId, organisationId],
  });
  return rows;
}
