/** Small price lists in the LMS format 12.0, of invented drugs. */
import iconv from 'iconv-lite';
import { layouts, system } from '../../../src/integration/price-list/layout.ts';
import type { Layout, ReadFile } from '../../../src/integration/price-list/layout.ts';

export interface BuiltList {
  validFrom?: string;
  drugs?: { drugId: string; name?: string; group?: string; doseDispensable?: boolean; deregisteredOn?: string }[];
  packages?: { packageNumber: string; drugId: string; withdrawnOn?: string }[];
  doseSubstitutions?: { drugId: string; packageNumber: string; group?: string }[];
  substitutions?: { group: string; packageNumber: string; cheapest?: string }[];
  /** Files that nobody reads, with as many records as the list declares of them. */
  others?: Record<string, { declared: number; records: string }>;
}

/** The files by name, in the code page of the real ones. */
export function buildPriceList(list: BuiltList = {}): Map<string, Buffer> {
  const {
    validFrom = '2026-11-23',
    drugs = [],
    packages = [],
    doseSubstitutions = [],
    substitutions = [],
    others = {},
  } = list;
  const compact = (day = ''): string => day.replaceAll('-', '');
  const files: Record<ReadFile, string[]> = {
    'lms01.txt': drugs.map(({ doseDispensable, deregisteredOn, ...drug }) =>
      record(layouts['lms01.txt'], {
        name: 'Prøvemedicin',
        form: 'tabletter',
        strength: '5 mg',
        atcCode: ' A01AA01',
        ...drug,
        doseDispensable: doseDispensable ? 'D' : '',
        deregisteredOn: compact(deregisteredOn),
      }),
    ),
    'lms02.txt': packages.map(({ withdrawnOn, ...rest }) =>
      record(layouts['lms02.txt'], { size: '100 stk.', ...rest, withdrawnOn: compact(withdrawnOn) }),
    ),
    'lms04.txt': substitutions.map((each) => record(layouts['lms04.txt'], { code: 'A', ...each })),
    'lms12.txt': [record(layouts['lms12.txt'], { code: ' A01AA01', name: 'Prøvestof' })],
    'lms24.txt': doseSubstitutions.map((each) => record(layouts['lms24.txt'], { code: 'A', ...each })),
  };
  const ofOthers = Object.fromEntries(
    Object.entries(others).map(([file, { declared }]) => [file, Array.from({ length: declared }, () => '')]),
  );
  const named = { ...files, ...ofOthers };
  const declaredFiles = { ...named, 'system.txt': Array.from({ length: Object.keys(named).length + 2 }, () => '') };
  const head = record(system.head, {
    kind: '00',
    version: '12.0',
    validFrom: compact(validFrom),
    files: String(Object.keys(declaredFiles).length).padStart(2, '0'),
    yearWeek: '202648',
  });
  const lines = Object.entries(declaredFiles).map(([file, records]) =>
    record(system.file, { kind: '10', file: file.toUpperCase(), records: String(records.length).padStart(5, '0') }),
  );
  const encoded = Object.entries({ ...files, 'system.txt': [head, ...lines] }).map(
    ([file, records]) => [file, iconv.encode(records.map((each) => `${each}\n`).join(''), 'cp865')] as const,
  );
  const unread = Object.entries(others).map(([file, { records }]) => [file, iconv.encode(records, 'cp865')] as const);
  return new Map([...encoded, ...unread]);
}

function record(layout: Layout, values: Readonly<Record<string, string>>): string {
  const letters = Array.from({ length: layout.length }, () => ' ');
  for (const [name, { from, to }] of Object.entries(layout.fields)) {
    for (const [offset, letter] of [...(values[name] ?? '').padEnd(to - from + 1)].entries())
      letters[from - 1 + offset] = letter;
  }
  return letters.join('');
}
