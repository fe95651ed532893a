/** Many cases in little time: a few are opened through the engine, and the others are their copies, each under its own key. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { PoolClient } from 'pg';
import { seal, unseal } from '../../src/db/seal.ts';
import type { Keys, Store } from '../../src/db/store.ts';
import { inTransaction } from '../../src/db/transaction.ts';
import type { Parties } from '../../workflows/definition.ts';
import { engineOn } from './bench.ts';
import { expectAccepted, messageOf, opening, preparation, requestOf } from './workload.ts';
import type { Step, Turn } from './workload.ts';
import { makeDue } from './timers.ts';

const municipalities = 98;
const page = 2_000;

export interface Template {
  caseId: string;
  parties: Parties;
  /** The scope of the messages that brought it where it is. */
  scope: string;
}

/** Opens a case that others are copied from, and gives it these messages. */
export async function openTemplate(store: Store, steps: readonly Step[] = []): Promise<Template> {
  const parties = { municipality: await addMunicipality(store, 0) };
  const citizenId = randomUUID();
  const { key, wrapped } = store.keys.vault.newKey(citizenId);
  await store.pool.query(
    `with c as (insert into citizen (id, sealed, municipality_id, created_at) values ($1, $3, $4, now()))
     insert into citizen_number (lookup, citizen_id, recorded_for) values ($2, $1, $1)`,
    [citizenId, store.keys.vault.hash('cpr', citizenId), seal(key, `citizen:${citizenId}`, '{}'), parties.municipality],
  );
  await store.pool.query('insert into keys.citizen_key (citizen_id, wrapped) values ($1, $2)', [citizenId, wrapped]);
  const engine = engineOn(store);
  const scope = `template ${citizenId}`;
  const caseId = expectAccepted(
    await engine.handle({
      to: 'new',
      workflow: 'dose-dispensing',
      citizenId,
      parties,
      scope,
      message: messageOf(opening),
    }),
  );
  for (const step of [...preparation, ...steps])
    expectAccepted(await engine.handle({ ...requestOf(caseId, step), scope }));
  return { caseId, parties, scope };
}

/** One template before each step of the round. */
export async function openTemplates(store: Store, round: readonly Step[]): Promise<Template[]> {
  const templates: Template[] = [];
  for (const step of round.keys()) templates.push(await openTemplate(store, round.slice(0, step)));
  return templates;
}

/** A template whose deadline is past and told of again each day: its timer can fire any number of times, and is set again. */
export async function openOverdueTemplate(store: Store): Promise<Template> {
  const template = await openTemplate(store);
  for (const _ of ['due', 'told again']) {
    await makeDue(store, [template.caseId]);
    if ((await engineOn(store).fireDueTimers()) !== 1) throw new Error('Expected one due timer');
  }
  return template;
}

/**
 * Copies the templates so many times in all, each equally often; the copies come in no order but that their templates take
 * turns. `owner` gives all to one municipality.
 */
export async function populate(
  store: Store,
  templates: readonly Template[],
  count: number,
  owner?: string,
): Promise<Turn[]> {
  const owners = owner
    ? [owner]
    : await Promise.all(Array.from({ length: municipalities }, (_, n) => addMunicipality(store, n + 1)));
  const copied: string[][] = [];
  let copying: Promise<void> = Promise.resolve();
  for (const [step, template] of templates.entries()) {
    const snapshot = await readSnapshot(store, template);
    const caseIds: string[] = [];
    const share = Math.ceil((count - step) / templates.length);
    while (caseIds.length < share) {
      const from = caseIds.length;
      const copies = Array.from({ length: Math.min(page, share - from) }, (_, n) =>
        copyOf(template, snapshot, store.keys, owners[n % owners.length] ?? '', from + n),
      );
      caseIds.push(...copies.map(({ caseId }) => caseId));
      await copying;
      copying = inTransaction(store.pool, (client) => insertCopies(client, template, copies));
      // Awaited a page later, while the next page is being sealed.
      copying.catch(() => {});
    }
    copied.push(caseIds.toSorted());
  }
  await copying;
  await vacuum(store.url);
  return Array.from({ length: count }, (_, n) => {
    const step = n % templates.length;
    return { caseId: copied[step]?.[Math.floor(n / templates.length)] ?? '', step };
  });
}

/** On a connection of its own: at 200,000 cases it takes longer than the product's statements may. */
export async function vacuum(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

async function addMunicipality({ pool }: Store, n: number): Promise<string> {
  const id = randomUUID();
  await pool.query(
    `insert into organisation (id, kind, name, duty_contact) values ($1, 'municipality', $2, 'Vagten')`,
    [id, `Kommune ${n}`],
  );
  return id;
}

async function readSnapshot({ pool, keys }: Store, { caseId }: Template): Promise<string> {
  const { rows } = await pool.query<{ citizenId: string; snapshot: Buffer; wrapped: Buffer; members: number }>(
    `select c.citizen_id as "citizenId", c.snapshot, k.wrapped,
       (select count(*)::int from "case" m where m.family_id = c.id) as members
     from "case" c join keys.citizen_key k on k.citizen_id = c.citizen_id where c.id = $1`,
    [caseId],
  );
  const [row] = rows;
  if (row?.members !== 1) throw new Error('Expected a template of one case, without children');
  return unseal(keys.vault.unwrap(row.citizenId, row.wrapped), `case.snapshot:${caseId}`, row.snapshot).toString();
}

type Copy = ReturnType<typeof copyOf>;

function copyOf(template: Template, snapshot: string, { vault }: Keys, municipality: string, n: number) {
  const caseId = randomUUID();
  const citizenId = randomUUID();
  const { key, wrapped } = vault.newKey(citizenId);
  const own = snapshot.replaceAll(template.caseId, caseId).replaceAll(template.parties.municipality, municipality);
  return {
    n,
    caseId,
    citizenId,
    municipality,
    lookup: vault.hash('cpr', citizenId),
    citizen: seal(key, `citizen:${citizenId}`, '{}'),
    wrapped,
    snapshot: seal(key, `case.snapshot:${caseId}`, own),
  };
}

async function insertCopies(client: PoolClient, template: Template, copies: readonly Copy[]): Promise<void> {
  await client.query('set local synchronous_commit = off');
  await client.query(
    `create temporary table copy (n int, id uuid, citizen uuid, municipality uuid, lookup bytea, sealed bytea, wrapped bytea, snapshot bytea) on commit drop`,
  );
  await client.query(
    `insert into copy select * from unnest($1::int[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bytea[], $6::bytea[], $7::bytea[], $8::bytea[])`,
    (['n', 'caseId', 'citizenId', 'municipality', 'lookup', 'citizen', 'wrapped', 'snapshot'] as const).map((column) =>
      copies.map((copy) => copy[column]),
    ),
  );
  await client.query(
    `insert into citizen (id, sealed, municipality_id, created_at) select citizen, sealed, municipality, now() from copy`,
  );
  await client.query(
    'insert into citizen_number (lookup, citizen_id, recorded_for) select lookup, citizen, citizen from copy',
  );
  await client.query('insert into keys.citizen_key (citizen_id, wrapped) select citizen, wrapped from copy');

  const own = { case_id: 'c.id', xact: 'pg_current_xact_id()' };
  // Deadlines of two weeks: copies that were all due at the same instant would make the indexes on time too small.
  const spread = (column: string): string => `t.${column} + c.n % 20000 * interval '1 minute'`;
  const owner = `case when t.organisation_id = '${template.parties.municipality}' then c.municipality else t.organisation_id end`;
  const copyRows = async (
    table: string,
    changed: Record<string, string>,
    where = 't.case_id = $1',
    value = template.caseId,
  ): Promise<void> => {
    const columns = await columnsOf(client, table);
    await client.query(
      `insert into ${table} (${columns.join(', ')}) select ${columns.map((column) => changed[column] ?? `t.${column}`).join(', ')}
       from copy c, ${table} t where ${where}`,
      [value],
    );
  };
  await copyRows(
    '"case"',
    {
      id: 'c.id',
      family_id: 'c.id',
      citizen_id: 'c.citizen',
      municipality_id: 'c.municipality',
      responsible_organisation_id: 'case when t.responsible_organisation_id is not null then c.municipality end',
      deadline_at: spread('deadline_at'),
      snapshot: 'c.snapshot',
    },
    't.id = $1',
  );
  for (const table of ['journal', 'audit', 'statistic', 'packed_product']) await copyRows(table, own);
  await copyRows('timer', { ...own, due_at: spread('due_at') });
  await copyRows('task', {
    ...own,
    id: 'gen_random_uuid()',
    organisation_id: owner,
    deadline_at: spread('deadline_at'),
    municipality_id: 'c.municipality',
    overdue_since: `t.overdue_since - c.n % 20000 * interval '1 minute'`,
  });
  await copyRows('participation', { family_id: 'c.id', case_id: 'c.id', organisation_id: owner }, 't.family_id = $1');
  await copyRows('handled', { scope: `'bench'`, key: 'gen_random_uuid()' }, 't.scope = $1', template.scope);
}

async function columnsOf(client: PoolClient, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = ''`,
    [table],
  );
  return rows.map(({ name }) => name);
}
