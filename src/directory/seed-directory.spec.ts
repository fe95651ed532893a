import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '../../test/support/database.ts';
import type { TestDatabase } from '../../test/support/database.ts';
import { developmentAccounts, developmentSubject } from '../auth/development-accounts.ts';
import { Organisation, Person } from '../db/tables.ts';
import { glnOf, municipalityCodeOf, sorOf, ydernummerOf } from '../kernel/identifiers.ts';
import { findOrganisation } from './find-organisation.query.ts';
import { RegisterFault } from './read-register.ts';
import { seedDirectory } from './seed-directory.ts';

const organisation = { key: 'k', kind: 'municipality', name: 'K', municipalityCode: '0993', dutyContact: 'Vagten' };
const person = { subject: 's', name: 'S', role: 'gp', organisation: 'k' };

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'dosisflow-register-'));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function seed(organisations: unknown, persons: unknown): Promise<void> {
  await writeFile(join(folder, 'organisations.json'), JSON.stringify(organisations));
  await writeFile(join(folder, 'persons.json'), JSON.stringify(persons));
  await seedDirectory(database.dataSource, folder);
}

async function faultsOf(organisations: unknown, persons: unknown): Promise<readonly string[]> {
  const error: unknown = await seed(organisations, persons).catch((error: unknown) => error);
  if (error instanceof RegisterFault) return error.faults;
  throw new Error('Expected a fault of the register', { cause: error });
}

describe('seedDirectory', () => {
  it('gives the same directory however often, and by however many processes, it runs', async () => {
    const { manager } = database.dataSource;
    await seedDirectory(database.dataSource);
    const order = { id: 'asc' } as const;
    const rows = () =>
      Promise.all([
        manager.find(Organisation, { order }),
        manager.find(Person, { order }),
        manager.query<object[]>('select * from care_record order by organisation_id, valid_from'),
      ]);
    const before = await rows();
    await Promise.all([1, 2, 3].map(() => seedDirectory(database.dataSource)));
    expect(await rows()).toEqual(before);
    expect(before.map(({ length }) => length)).toEqual([10, 17, 2]);
  });

  it('holds a person for every development account', async () => {
    const persons = await database.dataSource.manager.find(Person);
    expect(persons.map(({ subject }) => subject).toSorted()).toEqual(
      Object.keys(developmentAccounts).map(developmentSubject).toSorted(),
    );
  });

  it('takes over what has changed in the files, in the form identifiers are compared in', async () => {
    await seed([organisation], [person]);
    const changed = { ...organisation, name: 'New', municipalityCode: '993', ydernummer: '66974' };
    await seed([changed], [{ ...person, active: false }]);
    const { rows } = await database.pool.query(
      `select organisation.name, municipality_code, ydernummer, active
       from person join organisation on organisation.id = organisation_id where subject = 's'`,
    );
    expect(rows).toEqual([{ name: 'New', municipality_code: '0993', ydernummer: '066974', active: false }]);
  });

  it.each<[string, unknown, unknown, string]>([
    [
      'a wrong check digit',
      [{ ...organisation, gln: '5790001348121' }],
      [],
      'organisations.json, row 1, gln: Expected a GLN of 13 digits',
    ],
    [
      'a municipality without code',
      [{ ...organisation, municipalityCode: undefined }],
      [],
      'row 1, municipalityCode: Expected a municipality code',
    ],
    [
      'an unknown field',
      [{ ...organisation, colour: 'red' }],
      [],
      'organisations.json, row 1, colour: property colour should not exist',
    ],
    ['a repeated key', [organisation, organisation], [], 'row 2, key: Expected each value once, but row 1 has it too'],
    [
      'a plain http address',
      [{ ...organisation, webhookUrl: 'http://x.dk' }],
      [],
      'row 1, webhookUrl: Expected an address that begins with https://',
    ],
    [
      'an unknown role',
      [organisation],
      [{ ...person, role: 'boss' }],
      'persons.json, row 1, role: Expected municipalNurse or',
    ],
    ['a client with a person’s role', [organisation], [{ ...person, kind: 'client' }], 'persons.json, row 1, role'],
    [
      'an unknown organisation',
      [organisation],
      [{ ...person, organisation: 'x' }],
      'row 1, organisation: Expected a key of organisations.json',
    ],
    ['no list', { organisation }, [], 'organisations.json: Expected a JSON list of objects.'],
  ])('names file, row and field of %s', async (_, organisations, persons, expected) => {
    const faults = await faultsOf(organisations, persons);
    expect(faults).toEqual(expect.arrayContaining([expect.stringContaining(expected)]));
    expect(faults.every((fault) => fault.endsWith('.') && !fault.endsWith('..'))).toBe(true);
  });

  it.each(['https://eoj.invalid/?cpr={cpr}', 'http://eoj.invalid/', 'https://eoj.invalid/{case}/{case}'])(
    'takes no address of a care record that could tell of a citizen: %s (P1)',
    async (value) => {
      const file = join(folder, 'care-record-links.json');
      const row = { organisation: 'k', source: 'S', validFrom: '2026-01-01' };
      await writeFile(file, JSON.stringify([{ ...row, value }]));
      expect(await faultsOf([organisation], [person])).toEqual([
        'care-record-links.json, row 1, value: Expected an address that begins with https:// and holds no other placeholder than {case}.',
      ]);
      await writeFile(file, JSON.stringify([{ ...row, value: 'https://eoj.invalid/?ref={case}' }]));
      await seed([organisation], [person]);
      await rm(file);
    },
  );

  it('says which file is missing', () =>
    expect(seedDirectory(database.dataSource, '/nowhere')).rejects.toThrow(
      '/nowhere/organisations.json cannot be read (ENOENT); correct DOSISFLOW_REGISTER',
    ));
});

describe('findOrganisation', () => {
  const at = '2026-03-02T08:00:00.000Z';
  it.each([
    [{ sor: sorOf('953741000016009') }, 'Testkommune Nord'],
    [{ gln: glnOf('5790000209354') }, 'Testhospital Øst, hjerteafdelingen'],
    [{ ydernummer: ydernummerOf('999901') }, 'Lægehuset Eksempel'],
    [{ municipalityCode: municipalityCodeOf('991') }, 'Testkommune Nord'],
  ])('finds %j', async (identifier, name) => {
    expect(await findOrganisation(database.dataSource, identifier as never, at)).toMatchObject({ name });
  });

  it('finds none that has closed, and none outside the directory', async () => {
    const municipalityCode = municipalityCodeOf('0994') as never;
    await seed([{ ...organisation, key: 'closed', municipalityCode: '0994', validTo: '2026-03-01' }], []);
    expect(await findOrganisation(database.dataSource, { municipalityCode }, at)).toBeUndefined();
    expect(await findOrganisation(database.dataSource, { municipalityCode }, '2026-03-01T22:30:00Z')).toBeDefined();
    expect(await findOrganisation(database.dataSource, { sor: '000000000000000' as never }, at)).toBeUndefined();
  });
});
