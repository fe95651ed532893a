import { readCsv } from '../intake/read-csv.ts';
import type { FieldFault } from '../kernel/field-faults.ts';

const columns = [
  'cpr',
  'name',
  'careSetting',
  'drugId',
  'form',
  'isDoseDispensable',
  'hasStructuredDosage',
  'isAsNeeded',
  'changedOn',
] as const;
type Column = (typeof columns)[number];
const flags: readonly Column[] = ['isDoseDispensable', 'hasStructuredDosage', 'isAsNeeded'];
const words: Readonly<Record<string, boolean>> = {
  ja: true,
  nej: false,
  true: true,
  false: false,
  '1': true,
  '0': false,
};

interface Citizen {
  cpr: string;
  name?: string;
  careSetting: string;
  drugs: Record<string, unknown>[];
}

/** A care record's export: one line for each drug, the lines of a citizen gathered. Answers the citizens in the order of their first lines, or every fault with its line. */
export function readCandidates(
  text: string,
): { ok: true; candidates: Citizen[] } | { ok: false; faults: FieldFault[] } {
  const csv = readCsv(text);
  if (!csv.ok) return failed(`csv.${csv.line}`, 'Et anførselstegn er ikke afsluttet, eller det står et forkert sted');
  if (csv.names.join() !== columns.join()) return failed('csv', `Første linje skal være ${columns.join(';')}`);
  const faults: FieldFault[] = [];
  const citizens = new Map<string, Citizen>();
  for (const row of csv.rows) {
    const field = `csv.${row.line}`;
    if (!row.ok) {
      faults.push({ field, message: `Linjen skal have ${columns.length} felter` });
      continue;
    }
    const cells = row.cells as Readonly<Record<Column, string>>;
    const drug: Record<string, unknown> = {};
    for (const column of columns.slice(3)) {
      const cell = cells[column];
      if (cell === '') continue;
      const isFlag = flags.includes(column);
      const flag = words[cell.toLowerCase()];
      if (isFlag && flag === undefined) faults.push({ field: `${field}.${column}`, message: 'Skriv ja eller nej' });
      drug[column] = isFlag ? flag : cell;
    }
    const { cpr, name, careSetting } = cells;
    const citizen = citizens.get(cpr) ?? { cpr, ...(name && { name }), careSetting, drugs: [] };
    if (Object.keys(drug).length > 0) citizen.drugs.push(drug);
    citizens.set(cpr, citizen);
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, candidates: [...citizens.values()] };
}

function failed(field: string, message: string): { ok: false; faults: FieldFault[] } {
  return { ok: false, faults: [{ field, message }] };
}
