/** Rows as PostgreSQL's own binary arrays: what `unnest($1::uuid[], …)` is given. */
import type { QueryConfig } from 'pg';

export type Cell = string | number | boolean | Date | Buffer | null;

interface ElementType {
  oid: number;
  /** Writes the value and answers its length in bytes. */
  write: (value: Exclude<Cell, null>) => number;
}

const second2000 = Date.UTC(2000, 0, 1) / 1000;
const millisecondsOf = (value: Exclude<Cell, null>): number => {
  const time = value instanceof Date ? value.getTime() : Date.parse(String(value));
  if (Number.isNaN(time)) throw new Error('Expected an instant or a day, but got something else');
  return time - second2000 * 1000;
};

const elementTypes: Readonly<Record<string, ElementType>> = {
  uuid: {
    oid: 2950,
    write: (value) => {
      const written = reserve(16).write(String(value).replaceAll('-', ''), end, 16, 'hex');
      if (written !== 16) throw new Error('Expected a UUID, but got something else');
      return written;
    },
  },
  text: {
    oid: 25,
    write: (value) => {
      const text = String(value);
      return reserve(text.length * 3).write(text, end);
    },
  },
  int: {
    oid: 23,
    write: (value) => reserve(4).writeInt32BE(Number(value), end) - end,
  },
  bool: {
    oid: 16,
    write: (value) => reserve(1).writeUInt8(value ? 1 : 0, end) - end,
  },
  bytea: {
    oid: 17,
    write: (value) => (value as Buffer).copy(reserve((value as Buffer).length), end),
  },
  /** Microseconds since 2000. */
  timestamptz: {
    oid: 1184,
    write: (value) => {
      const microseconds = millisecondsOf(value) * 1000;
      const high = Math.floor(microseconds / 2 ** 32);
      reserve(8).writeInt32BE(high, end);
      scratch.writeUInt32BE(microseconds - high * 2 ** 32, end + 4);
      return 8;
    },
  },
  /** Days since 2000. */
  date: {
    oid: 1082,
    write: (value) => reserve(4).writeInt32BE(Math.round(millisecondsOf(value) / 86_400_000), end) - end,
  },
};

let scratch = Buffer.allocUnsafe(65_536);
let end = 0;

/** Room for so many bytes at `end`. */
function reserve(bytes: number): Buffer {
  if (end + bytes > scratch.length) {
    const larger = Buffer.allocUnsafe(Math.max(2 * scratch.length, end + bytes));
    scratch.copy(larger, 0, 0, end);
    scratch = larger;
  }
  return scratch;
}

function writeInt(value: number): void {
  reserve(4).writeInt32BE(value, end);
  end += 4;
}

/** One column of a statement's rows. Text made of arrays, and read again, cost as much as a decision on both sides. */
export class Column {
  readonly values: Cell[] = [];
  #encoded: Buffer | undefined;

  /** Before the statement is sent: a fault found on the way would leave the connection with half of it. */
  encode(type: string): this {
    const elementType = elementTypes[type];
    if (!elementType) throw new Error(`Expected one of ${Object.keys(elementTypes).join(', ')}, but got ${type}`);
    end = 0;
    writeInt(1);
    writeInt(this.values.includes(null) ? 1 : 0);
    writeInt(elementType.oid);
    writeInt(this.values.length);
    writeInt(1);
    for (const value of this.values) {
      writeInt(-1);
      if (value === null) continue;
      const length = elementType.write(value);
      scratch.writeInt32BE(length, end - 4);
      end += length;
    }
    this.#encoded = Buffer.from(scratch.subarray(0, end));
    return this;
  }

  /** Called by node-postgres, which sends a buffer as it is. */
  toPostgres(): Buffer | undefined {
    return this.#encoded;
  }
}

/** Rows for one statement, gathered column by column. */
export class Columns {
  readonly columns: readonly Column[];

  constructor(width: number) {
    this.columns = Array.from({ length: width }, () => new Column());
  }

  add(...row: readonly (Cell | undefined)[]): void {
    for (const [index, value] of row.entries()) this.columns[index]?.values.push(value ?? null);
  }

  column(index: number): readonly Cell[] {
    return this.columns[index]?.values ?? [];
  }

  get length(): number {
    return this.column(0).length;
  }
}

/** The statement with these rows; of what type each column is, its text says. */
export function withRows(name: string, text: string, { columns }: Columns): QueryConfig {
  let types = typesByName.get(name);
  if (!types) {
    types = [...text.matchAll(/\$\d+::(\w+)\[\]/g)].map(([, type = '']) => type);
    if (types.length !== columns.length)
      throw new Error(`Expected ${columns.length} arrays in ${name}, but found ${types.length}`);
    typesByName.set(name, types);
  }
  return { name, text, values: columns.map((column, n) => column.encode(types[n] ?? '')) };
}

const typesByName = new Map<string, readonly string[]>();
