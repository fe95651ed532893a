import iconv from 'iconv-lite';
import { formatVersion, layouts, system } from './layout.ts';
import type { Field, Layout, ReadFile } from './layout.ts';
import type { PriceListFault, PrintedList } from './printed-list.ts';

export type ReadPriceList = { ok: true; priceList: PrintedList } | { ok: false; faults: PriceListFault[] };

/** The code page of Danish DOS, in which the list has been printed since. */
const encoding = 'cp865';

/** Of a list that is wrong throughout, the first faults tell as much as all of them. */
const mostFaults = 20;

/**
 * Reads a price list from its files by lower-case name, whole or not at all. A file that the list declares without our
 * needing it is checked where it is there, and may be missing. Records are cut before they are decoded: lengths are bytes.
 */
export function readPriceList(files: ReadonlyMap<string, Buffer>): ReadPriceList {
  const faults = new Faults();
  const head = readSystem(files, faults);
  if (!head) return { ok: false, faults: faults.found };
  for (const [name, declared] of head.records) checkOther(files, name, declared, faults);
  const records = <Name extends ReadFile>(name: Name): Record<keyof (typeof layouts)[Name]['fields'], string>[] =>
    readRecords(files, name, head.records.get(name), layouts[name], faults);
  const drugs = records('lms01.txt').map(({ group, deregisteredOn, doseDispensable, atcCode, ...drug }) => ({
    ...drug,
    atcCode: atcCode.trim(),
    doseDispensable: doseDispensable === 'D',
    ...(group && { group }),
    ...(deregisteredOn && { deregisteredOn: dayOf(deregisteredOn) }),
  }));
  const packages = records('lms02.txt').map(({ withdrawnOn, ...rest }) => ({
    ...rest,
    ...(withdrawnOn && { withdrawnOn: dayOf(withdrawnOn) }),
  }));
  const substitutions = records('lms04.txt').map(({ cheapest, ...rest }) => ({
    ...rest,
    ...(cheapest && { cheapest }),
  }));
  const doseSubstitutions = records('lms24.txt').map(({ group, cheapest, ...rest }) => ({
    ...rest,
    ...(group && { group }),
    ...(cheapest && { cheapest }),
  }));
  const atcNames = records('lms12.txt');
  if (faults.found.length === 0) {
    oncePerKey(
      'lms01.txt',
      drugs.map(({ drugId }) => drugId),
      'drug',
      faults,
    );
    oncePerKey(
      'lms02.txt',
      packages.map(({ packageNumber }) => packageNumber),
      'package',
      faults,
    );
    knownDrugs(drugs, packages, 'lms02.txt', faults);
    knownDrugs(drugs, doseSubstitutions, 'lms24.txt', faults);
  }
  if (faults.found.length > 0) return { ok: false, faults: faults.found };
  const { validFrom, yearWeek } = head;
  return { ok: true, priceList: { validFrom, yearWeek, drugs, packages, substitutions, doseSubstitutions, atcNames } };
}

/** What the list says of itself; undefined where that is missing or of another format. */
function readSystem(
  files: ReadonlyMap<string, Buffer>,
  faults: Faults,
): { validFrom: string; yearWeek: string; records: Map<string, number> } | undefined {
  const file = 'system.txt';
  const bytes = files.get(file);
  if (!bytes) {
    faults.add({ file, message: 'Expected the file that names the list and its files, but it is not there' });
    return undefined;
  }
  const lines = linesOf(bytes);
  const first = lines[0] && readFields(file, 1, lines[0], system.head, faults);
  if (!first) {
    if (lines.length === 0)
      faults.add({ file, message: 'Expected a record that names the list, but the file is empty' });
    return undefined;
  }
  if (first.version !== formatVersion) {
    const message = `Expected format ${formatVersion}, but the list is of another; ask for a newer Dosisflow before using it`;
    faults.add({ file, line: 1, position: system.head.fields.version.from, message });
    return undefined;
  }
  const records = new Map<string, number>();
  for (const [index, line] of lines.entries()) {
    if (line.subarray(0, 2).toString('latin1') !== '10') continue;
    const declared = readFields(file, index + 1, line, system.file, faults);
    if (declared) records.set(declared.file.toLowerCase(), Number(declared.records));
  }
  if (records.size !== Number(first.files)) {
    const message = `Expected ${Number(first.files)} files to be declared, but there are ${records.size}`;
    faults.add({ file, line: 1, position: system.head.fields.files.from, message });
  }
  if (!first.validFrom) {
    faults.add({
      file,
      line: 1,
      position: system.head.fields.validFrom.from,
      message: 'Expected the first day in force',
    });
  }
  if (records.get(file) !== lines.length) {
    faults.add({
      file,
      message: `Expected the declared ${records.get(file) ?? 0} records, but there are ${lines.length}`,
    });
  }
  return faults.found.length === 0
    ? { validFrom: dayOf(first.validFrom), yearWeek: first.yearWeek, records }
    : undefined;
}

function readRecords<L extends Layout>(
  files: ReadonlyMap<string, Buffer>,
  file: string,
  declared: number | undefined,
  layout: L,
  faults: Faults,
): Record<keyof L['fields'], string>[] {
  const bytes = files.get(file);
  if (!bytes || declared === undefined) {
    const where = bytes ? 'system.txt does not declare it' : 'it is not there';
    faults.add({ file, message: `Expected this file in every price list, but ${where}` });
    return [];
  }
  const lines = linesOf(bytes);
  if (lines.length !== declared) {
    faults.add({ file, message: `Expected the declared ${declared} records, but there are ${lines.length}` });
  }
  const records: Record<keyof L['fields'], string>[] = [];
  for (const [index, line] of lines.entries()) {
    const record = readFields(file, index + 1, line, layout, faults);
    if (record) records.push(record);
  }
  return records;
}

/** A file that is declared and given, but not read: as many records as declared, all of one length. */
function checkOther(files: ReadonlyMap<string, Buffer>, file: string, declared: number, faults: Faults): void {
  const bytes = files.get(file);
  if (!bytes || file in layouts || file === 'system.txt') return;
  const lines = linesOf(bytes);
  if (lines.length !== declared) {
    faults.add({ file, message: `Expected the declared ${declared} records, but there are ${lines.length}` });
  }
  const odd = lines.findIndex((line) => line.length !== lines[0]?.length);
  if (odd >= 0) {
    faults.add({
      file,
      line: odd + 1,
      message: `Expected ${lines[0]?.length} bytes as in line 1, but got ${lines[odd]?.length}`,
    });
  }
}

function readFields<L extends Layout>(
  file: string,
  line: number,
  bytes: Buffer,
  layout: L,
  faults: Faults,
): Record<keyof L['fields'], string> | undefined {
  if (bytes.length !== layout.length) {
    faults.add({ file, line, message: `Expected ${layout.length} bytes, but got ${bytes.length}` });
    return undefined;
  }
  const values: Record<string, string> = {};
  let whole = true;
  for (const [name, { from, to, is }] of Object.entries(layout.fields)) {
    const text = iconv.decode(bytes.subarray(from - 1, to), encoding).trim();
    const wrong = faultOf(text, is, to - from + 1);
    if (wrong) faults.add({ file, line, position: from, message: wrong });
    whole &&= !wrong;
    values[name] = text;
  }
  return whole ? (values as Record<keyof L['fields'], string>) : undefined;
}

function faultOf(text: string, is: Field['is'], length: number): string | undefined {
  if (is === 'text') return undefined;
  if (is === 'filled') return text === '' ? 'Expected a text, but the field is blank' : undefined;
  if (typeof is === 'object' && 'oneOf' in is)
    return text !== '' && is.oneOf.includes(text) ? undefined : `Expected one of the letters ${is.oneOf}`;
  if (typeof is === 'object')
    return text === '' || text === is.mark ? undefined : `Expected ${is.mark} or a blank, but got another letter`;
  if (text === '') return is === 'digits' ? `Expected ${length} digits, but the field is blank` : undefined;
  if (is === 'date') return isDay(text) ? undefined : 'Expected a date that exists as YYYYMMDD';
  return text.length === length && /^\d+$/.test(text) ? undefined : `Expected ${length} digits, but got something else`;
}

function isDay(text: string): boolean {
  if (!/^\d{8}$/.test(text)) return false;
  const at = new Date(`${dayOf(text)}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(dayOf(text));
}

const dayOf = (text: string): string => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;

/** The records of a file, each without its line end; what follows the last line end is a record only if it holds something. */
function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(0x0a, from);
    const to = end === -1 ? bytes.length : end;
    lines.push(bytes.subarray(from, bytes[to - 1] === 0x0d && to > from ? to - 1 : to));
    from = to + 1;
  }
  return lines;
}

function oncePerKey(file: string, keys: readonly string[], what: string, faults: Faults): void {
  const seen = new Set<string>();
  for (const [index, key] of keys.entries()) {
    if (seen.has(key))
      faults.add({ file, line: index + 1, message: `Expected each ${what} once, but this one came before` });
    seen.add(key);
  }
}

function knownDrugs(
  drugs: readonly { drugId: string }[],
  users: readonly { drugId: string }[],
  file: string,
  faults: Faults,
): void {
  const known = new Set(drugs.map(({ drugId }) => drugId));
  for (const [index, { drugId }] of users.entries()) {
    if (!known.has(drugId))
      faults.add({
        file,
        line: index + 1,
        position: 1,
        message: 'Expected a drug of lms01.txt, but that has none of this id',
      });
  }
}

class Faults {
  readonly found: PriceListFault[] = [];

  add(fault: PriceListFault): void {
    if (this.found.length < mostFaults) this.found.push(fault);
  }
}
