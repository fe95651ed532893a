import type { Purpose } from '../audit/read-purpose.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import type { Definitions } from '../engine/read-family.ts';
import { explainCase } from './explain-case.ts';
import { danishInstant, tasksOf, titleOf, writeCase } from './pdf/case-sheet.ts';
import { writePdf } from './pdf/pdf-document.ts';
import { readCase } from './read-case.ts';
import { readJournal } from './read-journal.ts';
import type { CaseView, ExplanationView, JournalPage } from './views.ts';

/** So many events stand on paper; the page has them all. */
const mostEvents = 100;

const purposes: Record<Purpose, string> = {
  treatment: 'behandling',
  coordination: 'koordinering',
  operation: 'drift',
};

/**
 * The case as a PDF, made of what the routes answer this caller and of nothing else (P3): each reading is logged as theirs is,
 * and the printing with its purpose beside them (P2).
 */
export async function printCase(
  store: Store,
  definitions: Definitions,
  caller: Caller,
  caseId: string,
  purpose: Purpose,
): Promise<Buffer> {
  const of = (await readCase(store, definitions, caller, caseId, purpose)) as unknown as CaseView;
  const [explanation, journal] = await Promise.all([
    explainCase(store, definitions, caller, caseId, purpose) as unknown as Promise<ExplanationView>,
    readJournal(store, definitions, caller, caseId, {
      after: undefined,
      limit: mostEvents,
      purpose,
    }) as unknown as Promise<JournalPage>,
  ]);
  const ids = [of.municipality, caller.organisationId, ...tasksOf(of).map(({ organisation }) => organisation)];
  const { rows } = await store.pool.query<{ id: string; name: string }>(
    'select id, name from organisation where id = any($1::uuid[])',
    [ids],
  );
  const organisations = new Map(rows.map(({ id, name }) => [id, name]));
  const at = await store.clock(store.pool);
  await writeAudit(store.pool, { at, caller, action: 'read', caseId, detail: 'pdf', purpose });
  const by = [caller.name, organisations.get(caller.organisationId)].filter(Boolean).join(', ');
  const foot = `Fortroligt · Dosisflow ${danishInstant(at)} · ${by} · til ${purposes[purpose]}`;
  return writePdf({ title: titleOf(of), foot, at: new Date(at) }, (sheet) =>
    writeCase(sheet, {
      of,
      explanation,
      events: journal.items,
      hasOlderEvents: journal.next !== null,
      organisations,
    }),
  );
}
