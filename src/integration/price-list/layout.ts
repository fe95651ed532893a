/**
 * The files of a price list that are read, as the LMS input format 12.0 lays them out. Lengths and positions count bytes of
 * the source encoding, the first byte being 1, both ends included.
 */
export interface Field {
  from: number;
  to: number;
  /**
   * `digits` and `filled` may not be blank; `date` is YYYYMMDD or blank; `mark` is the one letter or blank; `oneOf` is one of
   * these letters; `text` is anything.
   */
  is: 'digits' | 'digitsOrBlank' | 'date' | 'text' | 'filled' | { mark: string } | { oneOf: string };
}

export interface Layout {
  /** Bytes of a record, without its line end. */
  length: number;
  fields: Readonly<Record<string, Field>>;
}

const field = (from: number, to: number, is: Field['is']): Field => ({ from, to, is });

/** Without these there is no price list. */
export const layouts = {
  /** Drugs. */
  'lms01.txt': {
    length: 180,
    fields: {
      drugId: field(1, 11, 'digits'),
      name: field(30, 59, 'filled'),
      form: field(60, 79, 'text'),
      strength: field(94, 113, 'text'),
      atcCode: field(139, 146, 'text'),
      group: field(160, 163, 'digitsOrBlank'),
      doseDispensable: field(164, 164, { mark: 'D' }),
      deregisteredOn: field(165, 172, 'date'),
    },
  },
  /** Packages. */
  'lms02.txt': {
    length: 137,
    fields: {
      drugId: field(1, 11, 'digits'),
      packageNumber: field(12, 17, 'digits'),
      size: field(30, 59, 'text'),
      withdrawnOn: field(120, 127, 'date'),
    },
  },
  /** Substitution between packages. */
  'lms04.txt': {
    length: 47,
    fields: {
      group: field(1, 4, 'digits'),
      packageNumber: field(5, 10, 'digits'),
      code: field(35, 35, { oneOf: 'ABC' }),
      cheapest: field(36, 41, 'digitsOrBlank'),
    },
  },
  /** Names of the ATC codes. */
  'lms12.txt': {
    length: 152,
    fields: { code: field(1, 8, 'filled'), name: field(9, 152, 'filled') },
  },
  /** Substitution in dose dispensing, which is not that between packages. */
  'lms24.txt': {
    length: 60,
    fields: {
      drugId: field(1, 11, 'digits'),
      packageNumber: field(12, 17, 'digits'),
      group: field(18, 21, 'digitsOrBlank'),
      code: field(49, 49, { oneOf: 'ABC' }),
      cheapest: field(50, 60, 'digitsOrBlank'),
    },
  },
} as const satisfies Readonly<Record<string, Layout>>;

export type ReadFile = keyof typeof layouts;

/** The only format read; another may lay its fields elsewhere. */
export const formatVersion = '12.0';

/** Of `system.txt`: the record that names the list, and those that name its files. */
export const system = {
  head: {
    length: 93,
    fields: {
      kind: field(1, 2, 'digits'),
      version: field(3, 7, 'text'),
      validFrom: field(48, 55, 'date'),
      files: field(74, 75, 'digits'),
      yearWeek: field(88, 93, 'digits'),
    },
  },
  file: {
    length: 51,
    fields: {
      kind: field(1, 2, 'digits'),
      file: field(33, 44, 'text'),
      records: field(47, 51, 'digits'),
    },
  },
} as const satisfies Record<string, Layout>;
