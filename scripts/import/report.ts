import { createHash, randomUUID } from 'node:crypto';
import { appendFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readCsv } from '../../src/intake/read-csv.ts';

/** What became of one row. */
export type Outcome = { result: 'opened' | 'wouldOpen' | 'known' } | { result: 'failed'; reason: string };

/**
 * The file beside the citizens that says of each row what became of it, written as it happens: it is what a run that was
 * broken off goes on from. It names rows, and nobody.
 */
class ReportFile {
  private constructor(
    readonly path: string,
    readonly outcomes: Map<number, Outcome>,
  ) {}

  /** A new one, or the one before of the same citizens. */
  static async open(path: string, isNew: boolean): Promise<ReportFile> {
    const file = new ReportFile(path, isNew ? new Map<number, Outcome>() : await read(path));
    await file.tidy();
    return file;
  }

  async add(outcomes: ReadonlyMap<number, Outcome>): Promise<void> {
    if (outcomes.size === 0) return;
    for (const [row, outcome] of outcomes) this.outcomes.set(row, outcome);
    await appendFile(this.path, linesOf(outcomes));
  }

  /** One line for each row, in their order, in the place of those that came as they did. */
  async tidy(): Promise<void> {
    const inOrder = [...this.outcomes].toSorted(([a], [b]) => a - b);
    await writeFile(`${this.path}.new`, `${head}\n${linesOf(inOrder)}`, { mode: 0o600 });
    await rename(`${this.path}.new`, this.path);
  }
}

const head = 'row;result;reason';

function linesOf(outcomes: Iterable<readonly [number, Outcome]>): string {
  return [...outcomes].map(([row, outcome]) => `${row};${outcome.result};${quoted(outcome)}\n`).join('');
}

function quoted(outcome: Outcome): string {
  if (outcome.result !== 'failed') return '';
  return `"${outcome.reason.replaceAll(/\s+/g, ' ').replaceAll('"', '""')}"`;
}

/** A last line that was not written whole is of a row that is done again. */
async function read(path: string): Promise<Map<number, Outcome>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const csv = readCsv(text.slice(0, text.lastIndexOf('\n') + 1));
  if (!csv.ok) throw new Error(`${path} cannot be read from line ${csv.line} on: delete it, and run the import again`);
  const outcomes = new Map<number, Outcome>();
  for (const line of csv.rows) {
    const { row, result, reason = '' } = line.ok ? line.cells : {};
    if (result === 'opened' || result === 'known' || result === 'wouldOpen') outcomes.set(Number(row), { result });
    else if (result === 'failed') outcomes.set(Number(row), { result, reason });
  }
  return outcomes;
}

/** An import of these very citizens. */
export interface Import {
  /** Names the rows to the server: made of nothing, for a key made of the rows would let a CPR number be guessed from it. */
  id: string;
  report: ReportFile;
}

/** The same import for the same files, so that a row is taken over once; `.import` beside them keeps its id. */
export async function openImport(path: string, contents: readonly Buffer[], isDryRun: boolean): Promise<Import> {
  const beside = resolve(path);
  if (isDryRun) return { id: 'dry-run', report: await ReportFile.open(`${beside}.dry-run.csv`, true) };
  const hash = createHash('sha256');
  for (const bytes of contents) hash.update(bytes);
  const digest = hash.digest('hex');
  const place = `${beside}.import`;
  const before = await readFile(place, 'utf8').then(
    (text) => JSON.parse(text) as { id: string; digest: string },
    () => undefined,
  );
  const isSame = before?.digest === digest;
  const report = `${beside}.report.csv`;
  if (isSame) return { id: before.id, report: await ReportFile.open(report, false) };
  await rm(report, { force: true });
  const id = randomUUID();
  await writeFile(`${place}.new`, JSON.stringify({ id, digest }), { mode: 0o600 });
  await rename(`${place}.new`, place);
  return { id, report: await ReportFile.open(report, true) };
}
