import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readData } from '../../src/engine/message-schema.ts';
import { factNamed } from '../../src/intake/cloud-event.ts';
import { readCsv } from '../../src/intake/read-csv.ts';
import { fmkSource } from '../../src/intake/take-fmk.ts';
import { receive } from '../../src/integration/fmk/receive.ts';
import type { FmkFact } from '../../src/integration/fmk/translate.ts';
import { checkCpr } from '../../src/kernel/cpr.ts';
import { definitionOf } from '../../workflows/registry.ts';

/** A citizen to take over: what their case is opened with, and FMK's card where the row is one. */
export type Row =
  | {
      ok: true;
      data: Record<string, string>;
      card?: Buffer;
      /** What of the card no case would take. */
      cardFault?: string;
    }
  | { ok: false; reason: string };

export const columns = ['cpr', 'name', 'since', 'municipality', 'gpPractice', 'pharmacy'] as const;

/** The rows of a file, or of every .csv and .xml of a folder in the order of their names. A row is a citizen. */
export async function readCitizens(path: string): Promise<{ rows: Row[]; contents: Buffer[] }> {
  const isFolder = (await stat(path)).isDirectory();
  const files = isFolder
    ? (await readdir(path))
        .filter((name) => /\.(csv|xml)$/i.test(name))
        .toSorted()
        .map((name) => join(path, name))
    : [path];
  if (files.length === 0) throw new Error('Expected .csv or .xml files in the folder, but there are none');
  const contents = await Promise.all(files.map((file) => readFile(file)));
  const rows = contents.flatMap((bytes, n) => (/\.xml$/i.test(files[n] ?? '') ? [fromCard(bytes)] : fromCsv(bytes)));
  return { rows, contents };
}

/** One of FMK's answers on a citizen: its facts come after the case, from the same bytes. */
function fromCard(bytes: Buffer): Row {
  const received = receive(bytes, 'application/xml', new Date().toISOString());
  switch (received.kind) {
    case 'facts': {
      const cardFault = faultOf(received.facts);
      return { ok: true, data: { cpr: received.cpr }, card: bytes, ...(cardFault && { cardFault }) };
    }
    case 'rejected':
      return failed(received.faults.map(({ field, message }) => `${field} ${message}`.trim()).join('; '));
    default:
      return failed(
        'Expected FMK’s answer on one citizen, such as GetDispensingCardResponse, but it is another message',
      );
  }
}

/** As the server reads them; a fact that no workflow takes stops nothing. */
function faultOf(facts: readonly FmkFact[]): string | undefined {
  const faults = facts.flatMap(({ type, data, place }) => {
    const fact = factNamed(definitionOf, fmkSource, type);
    const read = fact && readData(fact.data, data);
    return read && !read.ok ? read.faults.map(({ field, message }) => `${place} ${field}: ${message}`) : [];
  });
  return faults.length > 0 ? `Of the card would not be taken: ${faults.join('; ')}` : undefined;
}

/** Under a first line that names the columns. */
function fromCsv(bytes: Buffer): Row[] {
  const csv = readCsv(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  if (!csv.ok)
    throw new Error(
      `Expected quotation marks in pairs, but from line ${csv.line} on they are not: correct the file, nothing was read`,
    );
  const { names, rows } = csv;
  const known: readonly string[] = columns;
  if (!names.includes('cpr') || names.some((name) => !known.includes(name)))
    throw new Error(`Expected a first line of columns among ${columns.join(', ')}, with cpr among them`);
  return rows.map((row): Row => {
    if (!row.ok) return failed(`Expected ${names.length} columns, but got ${row.found}`);
    const data = Object.fromEntries(Object.entries(row.cells).filter(([, value]) => value !== ''));
    const checked = checkCpr(data['cpr'] ?? '');
    if (checked.kind === 'invalid')
      return failed(`Expected a CPR number, but its ${checked.reason === 'format' ? 'form' : 'date'} is not one`);
    return { ok: true, data: { ...data, cpr: checked.cpr } };
  });
}

const failed = (reason: string): Row => ({ ok: false, reason });
