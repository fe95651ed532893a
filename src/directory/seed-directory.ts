import type { DataSource } from 'typeorm';
import { v5 as uuidv5 } from 'uuid';
import { Organisation, Person } from '../db/tables.ts';
import { artificialRegister, readRegister } from './read-register.ts';
import type { OrganisationRow, PersonRow } from './register-rows.ts';

/** The id of an organisation or person, the same in every database. */
export const directoryId = (kind: 'organisation' | 'person', key: string): string =>
  uuidv5(`urn:dosisflow:${kind}:${key}`, uuidv5.URL);

/** Brings the directory to what the files say. Rows that are in no file stay as they are: what cases refer to is never deleted. */
export async function seedDirectory(dataSource: DataSource, folder = artificialRegister): Promise<void> {
  const { organisations, persons } = await readRegister(folder);
  await dataSource.transaction(async (manager) => {
    await manager.query('select pg_advisory_xact_lock(471101)');
    await manager.upsert(Organisation, organisations.map(organisationOf), ['id']);
    await manager.upsert(Person, persons.map(personOf), ['id']);
  });
}

function organisationOf(row: OrganisationRow): Organisation {
  return {
    id: directoryId('organisation', row.key),
    kind: row.kind,
    name: row.name,
    sor: row.sor ?? null,
    gln: row.gln ?? null,
    ydernummer: row.ydernummer ?? null,
    pharmacyNumber: row.pharmacyNumber ?? null,
    municipalityCode: row.municipalityCode ?? null,
    regionCode: row.regionCode ?? null,
    notificationMode: row.notificationMode ?? 'copy',
    webhookUrl: row.webhookUrl ?? null,
    dutyContact: row.dutyContact,
    validFrom: row.validFrom ?? '1900-01-01',
    validTo: row.validTo ?? null,
  };
}

function personOf({ subject, kind = 'person', name, role, organisation, active = true }: PersonRow): Person {
  return {
    id: directoryId('person', subject),
    subject,
    kind,
    name,
    role,
    organisationId: directoryId('organisation', organisation),
    active,
  };
}
