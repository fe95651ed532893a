import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { fieldFaults } from '../kernel/field-faults.ts';
import {
  CareRecordLinkRow,
  CareRecordRow,
  ClusterPackageRow,
  ContactRow,
  OrganisationRow,
  PersonRow,
  PracticeSystemRow,
  QualityClusterRow,
} from './register-rows.ts';

export interface Register {
  organisations: OrganisationRow[];
  persons: PersonRow[];
  contacts: ContactRow[];
  practiceSystems: PracticeSystemRow[];
  qualityClusters: QualityClusterRow[];
  careRecords: CareRecordRow[];
  careRecordLinks: CareRecordLinkRow[];
  clusterPackages: ClusterPackageRow[];
}

/** The register that comes with Dosisflow: artificial organisations and persons, for development and demonstrations. */
export const artificialRegister = fileURLToPath(new URL('./register', import.meta.url));

/** Lists every fault: one sentence each, with file, row and field. */
export class RegisterFault extends Error {
  override readonly name = 'RegisterFault';

  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

export async function readRegister(folder: string): Promise<Register> {
  const organisations = await readRows(folder, 'organisations.json', OrganisationRow);
  const persons = await readRows(folder, 'persons.json', PersonRow);
  const contacts = await readRows(folder, 'contacts.json', ContactRow, 'mayBeAbsent');
  const practiceSystems = await readRows(folder, 'practice-systems.json', PracticeSystemRow, 'mayBeAbsent');
  const qualityClusters = await readRows(folder, 'quality-clusters.json', QualityClusterRow, 'mayBeAbsent');
  const careRecords = await readRows(folder, 'care-records.json', CareRecordRow, 'mayBeAbsent');
  const careRecordLinks = await readRows(folder, 'care-record-links.json', CareRecordLinkRow, 'mayBeAbsent');
  const clusterPackages = await readRows(folder, 'cluster-packages.json', ClusterPackageRow, 'mayBeAbsent');
  const keys = new Set(organisations.rows.map(({ key }) => key));
  const faults = [
    ...organisations.faults,
    ...repeated('organisations.json', organisations.rows, ['key', 'sor', 'gln', 'ydernummer', 'sks', 'pharmacyNumber']),
    ...contacts.faults,
    ...repeated('contacts.json', contacts.rows, ['key']),
    ...persons.faults,
    ...repeated('persons.json', persons.rows, ['subject']),
    ...withoutOrganisation('persons.json', persons.rows, keys),
    ...practiceSystems.faults,
    ...withoutOrganisation('practice-systems.json', practiceSystems.rows, keys),
    ...qualityClusters.faults,
    ...withoutOrganisation('quality-clusters.json', qualityClusters.rows, keys),
    ...careRecords.faults,
    ...withoutOrganisation('care-records.json', careRecords.rows, keys),
    ...careRecordLinks.faults,
    ...withoutOrganisation('care-record-links.json', careRecordLinks.rows, keys),
    ...clusterPackages.faults,
  ];
  if (faults.length > 0) throw new RegisterFault(faults);
  return {
    organisations: organisations.rows,
    persons: persons.rows,
    contacts: contacts.rows,
    practiceSystems: practiceSystems.rows,
    qualityClusters: qualityClusters.rows,
    careRecords: careRecords.rows,
    careRecordLinks: careRecordLinks.rows,
    clusterPackages: clusterPackages.rows,
  };
}

function withoutOrganisation(file: string, rows: readonly { organisation: string }[], keys: Set<string>): string[] {
  const message = 'Expected a key of organisations.json, but no row has it';
  return rows.flatMap(({ organisation }, index) =>
    keys.has(organisation) ? [] : [sentence(file, index, 'organisation', message)],
  );
}

async function readRows<Row extends object>(
  folder: string,
  file: string,
  kind: new () => Row,
  absence?: 'mayBeAbsent',
): Promise<{ rows: Row[]; faults: string[] }> {
  const rows = plainToInstance(kind, await readList(folder, file, absence));
  const faults = rows.flatMap((row, index) =>
    fieldFaults(validateSync(row, { whitelist: true, forbidNonWhitelisted: true })).map(({ field, message }) =>
      sentence(file, index, field, message),
    ),
  );
  return { rows, faults };
}

async function readList(folder: string, file: string, absence?: 'mayBeAbsent'): Promise<object[]> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (absence && error.code === 'ENOENT') return '[]';
    throw new RegisterFault([`${path} cannot be read (${error.code}); correct DOSISFLOW_REGISTER, or add the file.`]);
  });
  const list = parse(text);
  if (Array.isArray(list) && list.every((row) => typeof row === 'object' && row !== null)) return list as object[];
  throw new RegisterFault([`${path}: Expected a JSON list of objects.`]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function repeated<Row extends object>(file: string, rows: readonly Row[], fields: (keyof Row & string)[]): string[] {
  return fields.flatMap((field) =>
    rows.flatMap((row, index) => {
      const first = rows.findIndex((other) => other[field] === row[field]);
      if (row[field] === undefined || first === index) return [];
      return [sentence(file, index, field, `Expected each value once, but row ${first + 1} has it too`)];
    }),
  );
}

function sentence(file: string, index: number, field: string, message: string): string {
  return `${file}, row ${index + 1}, ${field}: ${message}.`;
}
