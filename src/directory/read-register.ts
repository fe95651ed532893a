import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { fieldFaults } from '../kernel/field-faults.ts';
import { OrganisationRow, PersonRow } from './register-rows.ts';

export interface Register {
  organisations: OrganisationRow[];
  persons: PersonRow[];
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
  const keys = new Set(organisations.rows.map(({ key }) => key));
  const faults = [
    ...organisations.faults,
    ...repeated('organisations.json', organisations.rows, ['key', 'sor', 'gln', 'ydernummer', 'pharmacyNumber']),
    ...persons.faults,
    ...repeated('persons.json', persons.rows, ['subject']),
    ...persons.rows.flatMap(({ organisation }, index) =>
      keys.has(organisation)
        ? []
        : [sentence('persons.json', index, 'organisation', 'Expected a key of organisations.json, but no row has it')],
    ),
  ];
  if (faults.length > 0) throw new RegisterFault(faults);
  return { organisations: organisations.rows, persons: persons.rows };
}

async function readRows<Row extends object>(
  folder: string,
  file: string,
  kind: new () => Row,
): Promise<{ rows: Row[]; faults: string[] }> {
  const rows = plainToInstance(kind, await readList(folder, file));
  const faults = rows.flatMap((row, index) =>
    fieldFaults(validateSync(row, { whitelist: true, forbidNonWhitelisted: true })).map(({ field, message }) =>
      sentence(file, index, field, message),
    ),
  );
  return { rows, faults };
}

async function readList(folder: string, file: string): Promise<object[]> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
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
