import type { DataSource, EntityManager } from 'typeorm';
import { v5 as uuidv5 } from 'uuid';
import { Contact, Organisation, Person } from '../db/tables.ts';
import { artificialRegister, readRegister } from './read-register.ts';
import type { ContactRow, OrganisationRow, PersonRow } from './register-rows.ts';

/** The id of an organisation or person, the same in every database. */
export const directoryId = (kind: 'organisation' | 'person' | 'contact', key: string): string =>
  uuidv5(`urn:dosisflow:${kind}:${key}`, uuidv5.URL);

/** Brings the directory to what the files say. Rows that are in no file stay as they are: what cases refer to is never deleted. */
export async function seedDirectory(dataSource: DataSource, folder = artificialRegister): Promise<void> {
  const { organisations, persons, contacts, ...dated } = await readRegister(folder);
  await dataSource.transaction(async (manager) => {
    await manager.query('select pg_advisory_xact_lock(471101)');
    await manager.upsert(Organisation, organisations.map(organisationOf), ['id']);
    await manager.upsert(Person, persons.map(personOf), ['id']);
    await manager.upsert(Contact, contacts.map(contactOf), ['id']);
    await writeDated(manager, 'practice_system', 'organisation_id', dated.practiceSystems.map(ofOrganisation));
    await writeDated(manager, 'quality_cluster', 'organisation_id', dated.qualityClusters.map(ofOrganisation));
    await writeDated(manager, 'care_record', 'organisation_id', dated.careRecords.map(ofOrganisation));
    await writeDated(manager, 'care_record_link', 'organisation_id', dated.careRecordLinks.map(ofOrganisation));
    const packages = dated.clusterPackages.map((row) => ({ ...row, subject: row.qualityCluster }));
    await writeDated(manager, 'cluster_package', 'quality_cluster', packages);
  });
}

const ofOrganisation = <Row extends { organisation: string }>(row: Row) => ({
  ...row,
  subject: directoryId('organisation', row.organisation),
});

/** Of whomever the file has rows, it has them all: a row that was corrected or taken out is no more. */
async function writeDated(
  manager: EntityManager,
  table: 'practice_system' | 'quality_cluster' | 'care_record' | 'care_record_link' | 'cluster_package',
  subject: 'organisation_id' | 'quality_cluster',
  rows: readonly { subject: string; value: string; source: string; validFrom: string; validTo?: string }[],
): Promise<void> {
  const type = subject === 'organisation_id' ? 'uuid' : 'text';
  await manager.query(`delete from ${table} where ${subject} = any($1::${type}[])`, [rows.map((row) => row.subject)]);
  await manager.query(
    `insert into ${table} (${subject}, value, source, valid_from, valid_to)
     select * from unnest($1::${type}[], $2::text[], $3::text[], $4::date[], $5::date[])`,
    [
      rows.map((row) => row.subject),
      rows.map(({ value }) => value),
      rows.map(({ source }) => source),
      rows.map(({ validFrom }) => validFrom),
      rows.map(({ validTo }) => validTo ?? null),
    ],
  );
}

function organisationOf(row: OrganisationRow): Organisation {
  return {
    id: directoryId('organisation', row.key),
    kind: row.kind,
    name: row.name,
    sor: row.sor ?? null,
    gln: row.gln ?? null,
    ydernummer: row.ydernummer ?? null,
    sks: row.sks ?? null,
    pharmacyNumber: row.pharmacyNumber ?? null,
    municipalityCode: row.municipalityCode ?? null,
    regionCode: row.regionCode ?? null,
    notificationMode: row.notificationMode ?? 'copy',
    takesRequests: row.takesRequests ?? true,
    webhookUrl: row.webhookUrl ?? null,
    dutyContact: row.dutyContact,
    validFrom: row.validFrom ?? '1900-01-01',
    validTo: row.validTo ?? null,
  };
}

function contactOf({ key, healthCouncil, artificial, validTo, ...row }: ContactRow): Contact {
  return {
    ...row,
    id: directoryId('contact', key),
    healthCouncil: healthCouncil ?? null,
    artificial: artificial ?? false,
    validTo: validTo ?? null,
  };
}

function personOf({ subject, kind = 'person', name, role, organisation, active = true, sources }: PersonRow): Person {
  return {
    id: directoryId('person', subject),
    subject,
    kind,
    name,
    role,
    organisationId: directoryId('organisation', organisation),
    active,
    sources: sources ?? null,
  };
}
