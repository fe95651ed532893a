import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { buildPriceList } from '../../../test/support/price-list/build-price-list.ts';
import { readPriceList } from './read-price-list.ts';

const drugs = [
  { drugId: '90000000001', group: '9001', doseDispensable: true },
  { drugId: '90000000002', deregisteredOn: '2026-12-31' },
];
const packages = [{ packageNumber: '900001', drugId: '90000000001', withdrawnOn: '2026-12-01' }];
const doseSubstitutions = [{ drugId: '90000000001', packageNumber: '900001', group: '9101' }];
const built = () => buildPriceList({ drugs, packages, doseSubstitutions });

function faultsOf(files: ReadonlyMap<string, Buffer>): object[] {
  const read = readPriceList(files);
  return read.ok ? [] : read.faults;
}

/** One byte after another in this line of this file. */
function written(files: Map<string, Buffer>, file: string, line: number, position: number, text: string): typeof files {
  const lines = (files.get(file)?.toString('latin1') ?? '').split('\n');
  const before = lines[line - 1] ?? '';
  lines[line - 1] = before.slice(0, position - 1) + text + before.slice(position - 1 + text.length);
  return files.set(file, Buffer.from(lines.join('\n'), 'latin1'));
}

describe('readPriceList', () => {
  it('reads drugs, packages and both kinds of substitution', () => {
    expect(readPriceList(built())).toEqual({
      ok: true,
      priceList: {
        validFrom: '2026-11-23',
        yearWeek: '202648',
        drugs: [
          {
            drugId: '90000000001',
            name: 'Prøvemedicin',
            form: 'tabletter',
            strength: '5 mg',
            atcCode: 'A01AA01',
            group: '9001',
            doseDispensable: true,
          },
          {
            drugId: '90000000002',
            name: 'Prøvemedicin',
            form: 'tabletter',
            strength: '5 mg',
            atcCode: 'A01AA01',
            doseDispensable: false,
            deregisteredOn: '2026-12-31',
          },
        ],
        packages: [{ packageNumber: '900001', drugId: '90000000001', size: '100 stk.', withdrawnOn: '2026-12-01' }],
        substitutions: [],
        doseSubstitutions: [{ drugId: '90000000001', packageNumber: '900001', group: '9101', code: 'A' }],
        atcNames: [{ code: 'A01AA01', name: 'Prøvestof' }],
      },
    });
  });

  it.each(['system.txt', 'lms01.txt', 'lms02.txt', 'lms04.txt', 'lms12.txt', 'lms24.txt'])(
    'takes no list without %s, and names it',
    (file) => {
      const files = built();
      files.delete(file);
      expect(faultsOf(files)).toEqual([
        { file, message: expect.stringMatching(/^Expected .*it is not there$/) as string },
      ]);
    },
  );

  it('names line and position of what cannot be, counted in bytes of the source', () => {
    expect(faultsOf(written(built(), 'lms01.txt', 2, 1, ' '))).toEqual([
      { file: 'lms01.txt', line: 2, position: 1, message: 'Expected 11 digits, but got something else' },
    ]);
    expect(faultsOf(written(built(), 'lms01.txt', 1, 164, 'X'))).toEqual([
      { file: 'lms01.txt', line: 1, position: 164, message: 'Expected D or a blank, but got another letter' },
    ]);
    expect(faultsOf(written(built(), 'lms02.txt', 1, 120, '20261301'))).toEqual([
      { file: 'lms02.txt', line: 1, position: 120, message: 'Expected a date that exists as YYYYMMDD' },
    ]);
  });

  it('refuses a list whose letters became two bytes each on the way', () => {
    const files = built();
    const text = (files.get('lms01.txt') ?? Buffer.alloc(0)).toString('latin1');
    expect(faultsOf(files.set('lms01.txt', Buffer.from(text)))[0]).toEqual({
      file: 'lms01.txt',
      line: 1,
      message: 'Expected 180 bytes, but got 181',
    });
  });

  it('compares with the counts that the list declares, also in files it does not read', () => {
    const files = built();
    const first = files.get('lms02.txt') ?? Buffer.alloc(0);
    expect(faultsOf(files.set('lms02.txt', Buffer.concat([first, first])))[0]).toEqual({
      file: 'lms02.txt',
      message: 'Expected the declared 1 records, but there are 2',
    });
    // Nothing of LMS10 is read. It has to be as the list declares it all the same.
    const withOther = (records: string): ReadonlyMap<string, Buffer> =>
      buildPriceList({ drugs, packages, doseSubstitutions, others: { 'lms10.txt': { declared: 2, records } } });
    expect(faultsOf(withOther('one\nsix\n'))).toEqual([]);
    expect(faultsOf(withOther('one\n'))).toEqual([
      { file: 'lms10.txt', message: 'Expected the declared 2 records, but there are 1' },
    ]);
    expect(faultsOf(withOther('one\nseven\n'))).toEqual([
      { file: 'lms10.txt', line: 2, message: 'Expected 3 bytes as in line 1, but got 5' },
    ]);
  });

  it('refuses a drug that comes twice, and a package of a drug that is not there', () => {
    expect(faultsOf(buildPriceList({ drugs: [...drugs, ...drugs.slice(0, 1)] }))).toEqual([
      { file: 'lms01.txt', line: 3, message: 'Expected each drug once, but this one came before' },
    ]);
    expect(faultsOf(buildPriceList({ packages }))).toEqual([
      {
        file: 'lms02.txt',
        line: 1,
        position: 1,
        message: 'Expected a drug of lms01.txt, but that has none of this id',
      },
    ]);
  });

  it('refuses another format, and says nothing more about it', () => {
    expect(faultsOf(written(built(), 'system.txt', 1, 3, '18.4b'))).toEqual([
      { file: 'system.txt', line: 1, position: 3, message: expect.stringContaining('Expected format 12.0') as string },
    ]);
  });
});

const folder = new URL('../../../../shared/inputs/lms/', import.meta.url);
const present = existsSync(folder);
const real = present || process.env['REQUIRE_ALL'] === '1' ? describe : describe.skip;
if (!present) console.warn(`Skipped: the price lists of Lægemiddelstyrelsen are not at ${folder.pathname}.`);

const filesOf = (name: string): Map<string, Buffer> => {
  const from = new URL(`${name}/`, folder);
  return new Map(readdirSync(from).map((file) => [file.toLowerCase(), readFileSync(new URL(file, from))]));
};

real('price lists as they are published', () => {
  it('holds what domain §4.6 counts in the list of 2011-03-09', () => {
    const read = readPriceList(filesOf('2011-03-09'));
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    const { drugs: all, packages: packed, substitutions, doseSubstitutions: dosed, ...list } = read.priceList;
    const different = (values: readonly (string | undefined)[]): number => new Set(values.filter(Boolean)).size;
    const marked = all.filter(({ doseDispensable }) => doseDispensable);
    expect({
      validFrom: list.validFrom,
      drugs: all.length,
      marked: marked.length,
      markedWithGroup: marked.filter(({ group }) => group).length,
      groups: different(all.map(({ group }) => group)),
      packages: packed.length,
      withdrawn: packed.filter(({ withdrawnOn }) => withdrawnOn).length,
      substitutions: substitutions.length,
      substitutionGroups: different(substitutions.map(({ group }) => group)),
      dosed: dosed.length,
      dosedDrugs: different(dosed.map(({ drugId }) => drugId)),
      atcNames: list.atcNames.length,
    }).toEqual({
      validFrom: '2011-03-09',
      drugs: 5_657,
      marked: 2_263,
      markedWithGroup: 1_884,
      groups: 1_409,
      packages: 9_070,
      withdrawn: 645,
      substitutions: 3_796,
      substitutionGroups: 1_143,
      dosed: 3_389,
      dosedDrugs: 2_036,
      atcNames: 12_198,
    });
  });

  const real2011 = (): Map<string, Buffer> => filesOf('2011-03-09');
  const without = (file: string): Map<string, Buffer> => {
    const files = real2011();
    files.delete(file);
    return files;
  };
  const changed = (file: string, change: (bytes: Buffer) => Buffer): Map<string, Buffer> => {
    const files = real2011();
    return files.set(file, change(files.get(file) ?? Buffer.alloc(0)));
  };
  const lastLineOff = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.lastIndexOf('\n', bytes.length - 2) + 1);
  const firstMore = (bytes: Buffer): Buffer => Buffer.concat([bytes.subarray(0, bytes.indexOf('\n') + 1), bytes]);
  /** Of the last record, before its line end. */
  const lastByteOff = (bytes: Buffer): Buffer => {
    const end = bytes.lastIndexOf('\n', bytes.length - 2) + 152;
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(end + 1)]);
  };
  const firstTwice = (bytes: Buffer): Buffer => {
    const end = bytes.indexOf('\n') + 1;
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(0, end), lastLineOff(bytes).subarray(end)]);
  };

  it.each<[string, () => Map<string, Buffer>, object]>([
    ['without a file', () => without('lms24.txt'), { file: 'lms24.txt' }],
    ['cut off', () => changed('lms02.txt', lastLineOff), { file: 'lms02.txt' }],
    ['with a byte too few', () => changed('lms01.txt', (bytes) => bytes.subarray(1)), { file: 'lms01.txt', line: 1 }],
    [
      'written anew in UTF-8',
      () => changed('lms01.txt', (bytes) => Buffer.from(bytes.toString('latin1'))),
      { file: 'lms01.txt', message: expect.stringMatching(/^Expected 180 bytes, but got 18\d$/) as string },
    ],
    [
      'with a letter for a number',
      () => written(real2011(), 'lms02.txt', 9_070, 12, 'X'),
      { file: 'lms02.txt', line: 9_070, position: 12 },
    ],
    [
      'with another mark than D',
      () => written(real2011(), 'lms01.txt', 100, 164, 'E'),
      { file: 'lms01.txt', line: 100, position: 164 },
    ],
    [
      'with a day that is none',
      () => written(real2011(), 'lms01.txt', 7, 165, '20110230'),
      { file: 'lms01.txt', line: 7, position: 165 },
    ],
    ['with a drug twice', () => changed('lms01.txt', firstTwice), { file: 'lms01.txt', line: 2 }],
    [
      'with a package of no drug',
      () => written(real2011(), 'lms02.txt', 3, 1, '99999999999'),
      { file: 'lms02.txt', line: 3, position: 1 },
    ],
    [
      'with a letter for a substitution group',
      () => written(real2011(), 'lms04.txt', 3_796, 1, 'X'),
      { file: 'lms04.txt', line: 3_796, position: 1 },
    ],
    [
      'with a substitution code that is none',
      () => written(real2011(), 'lms04.txt', 12, 35, 'E'),
      { file: 'lms04.txt', line: 12, position: 35 },
    ],
    ['with a substitution too many', () => changed('lms04.txt', firstMore), { file: 'lms04.txt' }],
    [
      'with a nameless ATC code',
      () => written(real2011(), 'lms12.txt', 12_198, 9, ' '.repeat(144)),
      { file: 'lms12.txt', line: 12_198, position: 9 },
    ],
    ['with an ATC name cut short', () => changed('lms12.txt', lastByteOff), { file: 'lms12.txt', line: 12_198 }],
    [
      'with a blank drug in dose substitution',
      () => written(real2011(), 'lms24.txt', 77, 1, ' '.repeat(11)),
      { file: 'lms24.txt', line: 77, position: 1 },
    ],
    [
      'with dose substitution of no drug',
      () => written(real2011(), 'lms24.txt', 3_389, 1, '99999999999'),
      { file: 'lms24.txt', line: 3_389, position: 1 },
    ],
    [
      'with a letter for the cheapest drug',
      () => written(real2011(), 'lms24.txt', 5, 50, 'X'),
      { file: 'lms24.txt', line: 5, position: 50 },
    ],
    [
      'with a file counted otherwise in system.txt',
      () => written(real2011(), 'system.txt', 3, 47, '0000X'),
      { file: 'system.txt', line: 3, position: 47 },
    ],
    [
      'of another format',
      () => written(real2011(), 'system.txt', 1, 3, '18.4b'),
      { file: 'system.txt', line: 1, position: 3 },
    ],
  ])('refuses a copy of it %s, and says where', (_, broken, fault) => {
    expect(faultsOf(broken())).toContainEqual(expect.objectContaining(fault));
  });

  it.each([
    ['incomplete', { file: 'lms02.txt', message: 'Expected the declared 8513 records, but there are 0' }],
    ['unknown_version', { file: 'system.txt', message: expect.stringContaining('Expected format 12.0') as string }],
    ['unparsable', { file: 'lms01.txt' }],
  ])('refuses the broken set %s', (name, fault) => {
    expect(faultsOf(filesOf(name))).toContainEqual(expect.objectContaining(fault));
  });
});
