import fc from 'fast-check';
import { Columns, withRows } from '../../src/db/columns.ts';
import type { Cell } from '../../src/db/columns.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => (database = await createTestDatabase()));
afterAll(() => database.drop());

const types = ['uuid', 'text', 'int', 'bool', 'bytea', 'timestamptz', 'date'] as const;
const sql = (name: string): string =>
  `select a, b, c, d, e, to_char(f at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as f, g::text as g
   from unnest(${types.map((type, n) => `$${n + 1}::${type}[]`).join(', ')}) with ordinality as rows(a, b, c, d, e, f, g, n)
   order by n /* ${name} */`;

async function read(rows: readonly (readonly Cell[])[], name = 'columns'): Promise<Cell[][]> {
  const columns = new Columns(types.length);
  for (const row of rows) columns.add(...row);
  const result = await database.pool.query<Record<string, Cell>>(withRows(name, sql(name), columns));
  return result.rows.map((row) => Object.values(row));
}

it('gives PostgreSQL every value as it is, whatever the text, before and after 2000, and none where there is none', async () => {
  const instant = fc.date({ min: new Date('1900-01-01'), max: new Date('2150-01-01'), noInvalidDate: true });
  const row = fc.tuple(
    ...[
      fc.uuid(),
      fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll('\0', '')),
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      fc.boolean(),
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      instant.map((date) => date.toISOString()),
      instant.map((date) => date.toISOString().slice(0, 10)),
    ].map((cell: fc.Arbitrary<Cell>) => fc.option(cell)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 50 }), async (rows) => {
      expect(await read(rows)).toEqual(rows);
    }),
    { numRuns: 30 },
  );
});

it('takes an instant of another offset or as a date, and grows with what it is given', async () => {
  const long = 'æ'.repeat(100_000);
  const [row] = await read([[null, long, null, null, null, new Date('2026-03-01T07:00:00.120Z'), null]]);
  expect(row?.slice(1, 6)).toEqual([long, null, null, null, '2026-03-01T07:00:00.120Z']);
  const [other] = await read([[null, 'null', null, null, null, '2026-03-01T08:00:00+01:00', null]]);
  expect(other?.slice(1, 6)).toEqual(['null', null, null, null, '2026-03-01T07:00:00.000Z']);
});

it('refuses what is no UUID, no instant, and a statement with another number of columns', async () => {
  const row = (n: number, cell: Cell): Cell[] => types.map((_, each) => (each === n ? cell : null));
  await expect(read([row(0, 'no-uuid')])).rejects.toThrow('Expected a UUID');
  await expect(read([row(5, 'soon')])).rejects.toThrow('Expected an instant');
  expect(() => withRows('other', 'select $1::uuid[]', new Columns(2))).toThrow('Expected 2 arrays in other');
});
