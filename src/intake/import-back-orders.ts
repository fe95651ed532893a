import type { Actor, JsonObject } from '../../workflows/definition.ts';
import { danishDateOf } from '../engine/check-supply.ts';
import { readData } from '../engine/message-schema.ts';
import type { FieldFault } from '../kernel/field-faults.ts';
import { badRequest } from '../kernel/problem.ts';
import { readCsv } from './read-csv.ts';
import { drugsOfPackages } from './read-supply.query.ts';
import type { Services } from './take-back-order.ts';
import { takeBackOrders } from './take-back-order.ts';

const backOrderColumns = ['packageNumber', 'since', 'expectedTo', 'endedOn', 'withdrawn', 'source'] as const;
const required: readonly string[] = ['packageNumber', 'since', 'source'];
const flags: Readonly<Record<string, boolean>> = { ja: true, nej: false, true: true, false: false };

/** [I] A day's list of all packages on back-order has some hundreds of lines. */
const mostLines = 5_000;

/**
 * A wholesaler's list of packages on back-order, whole or not at all: nothing is written where a line has a fault, and every
 * fault names its line and field. `word` is the class of the fact that each line is. Throws a Problem with the faults.
 */
export async function importBackOrders(
  services: Services,
  by: Actor,
  text: string,
  word: new () => object,
): Promise<{ lines: number; drugs: number }> {
  const { store } = services;
  const at = await store.clock(store.pool);
  const read = readLines(text, word);
  const numbers = read.words.map(({ data }) => data['packageNumber'] as string);
  const drugs = await drugsOfPackages(store.pool, numbers, danishDateOf(at));
  const faults = [
    ...read.faults,
    ...read.words.flatMap(({ line }, n): FieldFault[] => {
      const number = numbers[n] ?? '';
      const field = `csv.${line}.packageNumber`;
      if (numbers.indexOf(number) < n) return [{ field, message: 'Varenummeret står på en linje før denne' }];
      return drugs.has(number) ? [] : [{ field, message: 'Varenummeret findes ikke i taksten' }];
    }),
  ];
  if (faults.length > 0)
    throw badRequest('Expected a file without faults; correct the lines named in faults: nothing was written', faults);
  const drugIds = [...new Set(drugs.values())];
  await takeBackOrders(
    services,
    by,
    read.words.map(({ data }) => data),
    drugIds,
    at,
  );
  return { lines: read.words.length, drugs: drugIds.length };
}

function readLines(
  text: string,
  word: new () => object,
): { words: { line: number; data: JsonObject }[]; faults: FieldFault[] } {
  const csv = readCsv(text);
  if (!csv.ok) return failed(`csv.${csv.line}`, 'Et anførselstegn er ikke afsluttet, eller det står et forkert sted');
  const known: readonly string[] = backOrderColumns;
  const isComplete = required.every((name) => csv.names.includes(name));
  if (!isComplete || csv.names.some((name, n) => !known.includes(name) || csv.names.indexOf(name) < n))
    return failed(
      'csv',
      `Første linje skal have kolonner blandt ${known.join(';')}, og ${required.join(', ')} skal med`,
    );
  if (csv.rows.length > mostLines) return failed('csv', `Filen må højst have ${mostLines} linjer: del den`);
  const faults: FieldFault[] = [];
  const words = csv.rows.flatMap((row) => {
    const field = `csv.${row.line}`;
    if (!row.ok) {
      faults.push({ field, message: `Linjen skal have ${csv.names.length} felter, men har ${row.found}` });
      return [];
    }
    const filled = Object.entries(row.cells).filter(([, cell]) => cell !== '');
    const given = filled.map(([name, cell]) => [
      name,
      name === 'withdrawn' ? (flags[cell.toLowerCase()] ?? cell) : cell,
    ]);
    const one = readData(word, Object.fromEntries(given));
    if (one.ok) return [{ line: row.line, data: one.data }];
    faults.push(...one.faults.map((fault) => ({ ...fault, field: `${field}.${fault.field}` })));
    return [];
  });
  return { words, faults };
}

function failed(field: string, message: string): { words: []; faults: FieldFault[] } {
  return { words: [], faults: [{ field, message }] };
}
