/** The directory of the demonstration: the 98 municipalities, a practice and a pharmacy in each, and the development accounts. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artificialRegister, readRegister } from '../../src/directory/read-register.ts';
import { municipalities } from '../../src/directory/reference/municipalities.ts';
import type { OrganisationRow } from '../../src/directory/register-rows.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import type { Parties } from '../../workflows/definition.ts';
import type { FatedRequest } from '../simulate/fate.ts';
import { homeCode } from './people.ts';

const regions = [
  ['1081', 'Region Nordjylland'],
  ['1082', 'Region Midtjylland'],
  ['1083', 'Region Syddanmark'],
  ['1084', 'Region Hovedstaden'],
  ['1085', 'Region Sjælland'],
] as const;
const systems = ['xmo', 'novax', 'egClinea'] as const;

const keyOf = {
  municipality: (code: string) => `demo-kommune-${code}`,
  gpPractice: (code: string) => `demo-praksis-${code}`,
  pharmacy: (code: string) => `demo-apotek-${code}`,
  region: (code: string) => `demo-region-${code}`,
};

/** Who takes part in the case of a citizen of this municipality. */
export function partiesOf(code: string): Parties {
  return {
    municipality: directoryId('organisation', keyOf.municipality(code)),
    gpPractice: directoryId('organisation', keyOf.gpPractice(code)),
    pharmacy: directoryId('organisation', keyOf.pharmacy(code)),
  };
}

export function careRecordOf(code: string): FatedRequest['careRecord'] {
  return Number(code) % 3 === 0 ? 'columnaCura' : 'kmdNexus';
}

/** SOR id of the artificial hospital that a region's citizens come to: one in the East and one in the West. */
export function hospitalOf(code: string): string {
  const region = municipalities.find((each) => each.code === code)?.regionCode ?? '';
  return ['1084', '1085'].includes(region) ? '265161000016000' : '502701000016000';
}

const source = 'Demonstration';
const validFrom = '2020-01-01';

/** Writes the files into the folder, for `seedDirectory`. */
export async function writeRegister(folder: string): Promise<void> {
  const shipped = await readRegister(artificialRegister);
  const moved: Readonly<Record<string, string>> = {
    'testkommune-nord': keyOf.municipality(homeCode),
    'testkommune-syd': keyOf.municipality('0461'),
    'laegehuset-eksempel': keyOf.gpPractice(homeCode),
    'apoteket-eksempel': keyOf.pharmacy(homeCode),
    'testhospital-oest': 'testhospital-vest',
    testregion: keyOf.region('1083'),
  };
  const kept = shipped.organisations.filter(({ key }) => !(key in moved) || key === 'testhospital-oest');
  const files: Readonly<Record<string, readonly object[]>> = {
    'organisations.json': [...kept, ...organisations()],
    'persons.json': shipped.persons.map((person) => ({
      ...person,
      organisation: moved[person.organisation] ?? person.organisation,
    })),
    'contacts.json': shipped.contacts,
    'practice-systems.json': municipalities.map(({ code }, n) => ({
      organisation: keyOf.gpPractice(code),
      value: systems[n % systems.length],
      source,
      validFrom,
    })),
    'quality-clusters.json': municipalities.map(({ code, name }) => ({
      organisation: keyOf.gpPractice(code),
      value: `Kvalitetsklynge ${name}`,
      source,
      validFrom,
    })),
    'care-records.json': municipalities.map(({ code }) => ({
      organisation: keyOf.municipality(code),
      value: careRecordOf(code),
      source,
      validFrom,
    })),
    'cluster-packages.json': shipped.clusterPackages,
  };
  await mkdir(folder, { recursive: true });
  for (const [file, rows] of Object.entries(files)) await writeFile(join(folder, file), JSON.stringify(rows));
}

function organisations(): OrganisationRow[] {
  return [
    ...regions.map(([code, name]): OrganisationRow => ({
      key: keyOf.region(code),
      kind: 'region',
      name,
      regionCode: code,
      dutyContact: `Koordinatorpostkassen, ${name} (kunstig)`,
    })),
    ...municipalities.flatMap(({ code, name, regionCode }, n): OrganisationRow[] => {
      const place = { municipalityCode: code, regionCode };
      return [
        {
          ...place,
          key: keyOf.municipality(code),
          kind: 'municipality',
          name: `${name} Kommune`,
          sor: `99999999900${code}`,
          dutyContact: `Vagttelefon, ${name} Kommune (kunstig)`,
        },
        {
          ...place,
          key: keyOf.gpPractice(code),
          kind: 'gpPractice',
          name: `Lægehuset Prøve, ${name}`,
          ydernummer: String(998_000 + n),
          dutyContact: `Bagtelefon, Lægehuset Prøve, ${name} (kunstig)`,
        },
        {
          ...place,
          key: keyOf.pharmacy(code),
          kind: 'pharmacy',
          name: `Apoteket Prøve, ${name}`,
          pharmacyNumber: String(98_000 + n),
          dutyContact: `Pakkeriet, Apoteket Prøve, ${name} (kunstig)`,
        },
      ];
    }),
  ];
}
