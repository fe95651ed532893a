import { messageOf } from '../../src/kernel/faults.ts';
import { patient } from './patient.ts';
import type { Call } from './patient.ts';
import { readCitizens } from './read-citizens.ts';
import type { Row } from './read-citizens.ts';
import { openImport } from './report.ts';
import type { Outcome } from './report.ts';

/** Of all rows, those of runs before among them. */
export interface Report {
  opened: number;
  /** A dry run: what would be. */
  wouldOpen: number;
  /** The citizen had an open case; its facts are given to it all the same. */
  known: number;
  failed: { row: number; reason: string }[];
  /** Rows that nothing is known of, because the run had to stop. */
  left: number;
  stopped?: string;
  /** The file that says it of each row. */
  file: string;
}

interface Options {
  isDryRun: boolean;
  call: Call;
  /** Told after each page how far it has come. */
  progress: (done: number, all: number) => void;
  wait?: (ms: number) => Promise<unknown>;
}

interface Numbered {
  number: number;
  row: Row;
}
type Readable = Numbered & { row: Extract<Row, { ok: true }> };

const page = 100;
/** Each number of a dry run counts as a search: with the limits as they come, a person's minute has room for sixty. */
const dryPage = 50;
/** Side by side, the cards of a page. */
const lanes = 8;

/**
 * Takes over citizens whose dose packing runs: a case for each, and what FMK's card says of it. Run again on the same files it
 * goes on with the rows that are not done: each has an idempotency key, and the report says which are.
 */
export async function takeOver(path: string, { isDryRun, call, progress, wait }: Options): Promise<Report> {
  const { rows, contents } = await readCitizens(path);
  const { id, report } = await openImport(path, contents, isDryRun);
  const isDone = (number: number): boolean => (report.outcomes.get(number)?.result ?? 'failed') !== 'failed';
  const open = rows.map((row, n) => ({ number: n + 1, row })).filter(({ number }) => !isDone(number));
  const server = { call: patient(call, wait), importId: id, isDryRun, seen: new Set<string>() };
  let stopped: string | undefined;
  const step = isDryRun ? dryPage : page;
  for (let from = 0; from < open.length && !stopped; from += step) {
    const found = new Map<number, Outcome>();
    stopped = await takePage(server, open.slice(from, from + step), found).catch((error: unknown) => messageOf(error));
    await report.add(found);
    if (!stopped) progress(rows.length - open.length + Math.min(from + step, open.length), rows.length);
  }
  await report.tidy();
  return { ...summary(report.outcomes, rows.length), ...(stopped && { stopped }), file: report.path };
}

function summary(outcomes: ReadonlyMap<number, Outcome>, all: number): Omit<Report, 'file'> {
  const count = (result: Outcome['result']): number =>
    [...outcomes.values()].filter((outcome) => outcome.result === result).length;
  const failed = [...outcomes].flatMap(([row, outcome]) =>
    outcome.result === 'failed' ? [{ row, reason: outcome.reason }] : [],
  );
  return {
    opened: count('opened'),
    wouldOpen: count('wouldOpen'),
    known: count('known'),
    failed: failed.toSorted((a, b) => a.row - b.row),
    left: all - outcomes.size,
  };
}

interface Server {
  call: Call;
  importId: string;
  isDryRun: boolean;
  /** Who has been looked at, for a citizen who comes twice: a dry run opens nothing that the server could know of. */
  seen: Set<string>;
}

/** Puts into `found` what became of each row, as far as it comes. Throws what keeps all others from going on, too. */
async function takePage(server: Server, rows: readonly Numbered[], found: Map<number, Outcome>): Promise<undefined> {
  for (const { number, row } of rows) if (!row.ok) found.set(number, { result: 'failed', reason: row.reason });
  const readable = rows.filter((each): each is Readable => each.row.ok);
  if (readable.length === 0) return;
  const opened = await openCases(server, readable);
  const waiting = [...readable.entries()].values();
  const work = async (): Promise<void> => {
    for (const [n, { number, row }] of waiting) found.set(number, await withCard(server, row, opened[n]));
  };
  await Promise.all(Array.from({ length: lanes }, work));
}

interface Taken {
  result: 'opened' | 'wouldOpen' | 'known' | 'refused';
  detail?: string;
  faults?: { field: string; message: string }[];
}

/** One citizen that the server fails at must not keep a page from being taken: it is found by halves. */
async function openCases(server: Server, rows: readonly Readable[]): Promise<Taken[]> {
  const { call, importId, isDryRun } = server;
  const citizens = rows.map(({ number, row: { data } }) => ({ key: `import-${importId}-${number}`, data }));
  const response = await call('cases', '/api/cases/take-over', {
    method: 'POST',
    body: JSON.stringify({ citizens, dryRun: isDryRun }),
    headers: { 'content-type': 'application/json' },
  });
  const answer = await read<Problem & { results?: Taken[] }>(response);
  if (response.ok && answer.results) return answer.results;
  if (response.status !== 500) throw new Error(reasonOf(response, answer));
  if (rows.length === 1) return [{ result: 'refused', detail: reasonOf(response, answer) }];
  const half = Math.ceil(rows.length / 2);
  return [...(await openCases(server, rows.slice(0, half))), ...(await openCases(server, rows.slice(half)))];
}

async function withCard(server: Server, row: Readable['row'], taken: Taken | undefined): Promise<Outcome> {
  if (!taken) throw new Error('Expected an answer for each citizen, but the server gave fewer');
  const { result, detail = '', faults = [] } = taken;
  if (result === 'refused') return failed([detail, ...faults.map(told)].join('; '));
  const isTwice = server.isDryRun && server.seen.has(row.data['cpr'] ?? '');
  server.seen.add(row.data['cpr'] ?? '');
  const fault = row.card && (server.isDryRun ? row.cardFault : await giveCard(row.card, server.call));
  if (fault) return failed(fault);
  return { result: isTwice ? 'known' : result };
}

async function giveCard(card: Buffer, call: Call): Promise<string | undefined> {
  const response = await call('integration', '/api/integration/fmk', {
    method: 'POST',
    body: new Uint8Array(card),
    headers: { 'content-type': 'application/xml' },
  });
  const answer = await read<Problem & { results?: { fact: string; result: string }[] }>(response);
  if ([401, 403].includes(response.status)) throw new Error(reasonOf(response, answer));
  if (!response.ok) return reasonOf(response, answer);
  const { results = [] } = answer;
  const lost = results.filter(({ result }) => ['unmatched', 'invalid', 'faulted'].includes(result));
  const words = lost.map(({ fact, result }) => `${fact} ${result}`).join(', ');
  return lost.length > 0 ? `The case is open, but of the card was not taken: ${words}` : undefined;
}

const failed = (reason: string): Outcome => ({ result: 'failed', reason });
const told = ({ field, message }: { field: string; message: string }): string => `${field}: ${message}`;

interface Problem {
  detail?: string;
  faults?: { field: string; message: string }[];
}

async function read<T>(response: Response): Promise<T> {
  return (await response.json().catch(() => ({}))) as T;
}

/** A problem's own words, which hold nothing personal. */
function reasonOf({ status }: Response, { detail = '', faults = [] }: Problem): string {
  return [`${status} ${detail}`.trim(), ...faults.map(told)].join('; ');
}
