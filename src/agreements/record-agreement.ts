import { randomUUID } from 'node:crypto';
import { danishDate } from '../../workflows/calendar.ts';
import { regionOn } from '../../workflows/reference/regions.ts';
import { mayBeRouted } from '../../workflows/routing.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import type { OrganisationKind } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import type { FieldFault } from '../kernel/field-faults.ts';
import { Problem, badRequest, notFound } from '../kernel/problem.ts';
import { listAgreements } from './list-agreements.query.ts';
import type { RecordAgreement } from './questions.ts';
import type { AgreementView } from './views.ts';

/** Who takes part in agreements is not settled by law: any of these (§8.1.6). */
const kinds: readonly OrganisationKind[] = ['municipality', 'region', 'gpPractice', 'pharmacy'];

type Recorded = Omit<AgreementView, 'id'>;

/** Writes down who does what, from today at the earliest: what was decided before stands. */
export async function recordAgreement(store: Store, caller: Caller, given: RecordAgreement): Promise<AgreementView> {
  const municipality = given.region === undefined ? (given.municipality ?? caller.organisationId) : undefined;
  expectOwn(caller, municipality);
  const at = await store.clock(store.pool);
  const faults = [...faultsOf(given, danishDate(at)), ...(await partyFaults(store, given, municipality))];
  if (faults.length > 0)
    throw badRequest('Expected an agreement that can be followed; correct the fields named in faults', faults);
  const { region, parties, routes, changeCutOff, validFrom, validTo } = given;
  return append(store, caller, at, randomUUID(), 'agreement recorded', {
    municipality: municipality ?? null,
    region: region ?? null,
    parties: [...new Set(parties)],
    routes: routes.map(({ kind, role, party }) => ({ kind, role, party })),
    ...(changeCutOff && { changeCutOff: { ...changeCutOff } }),
    validFrom,
    validTo: validTo ?? null,
  });
}

/** The agreement with another last day; tasks opened afterwards go by what is left. */
export async function endAgreement(store: Store, caller: Caller, id: string, lastDay: string): Promise<AgreementView> {
  const [found] = await listAgreements(store.pool, { id, municipalityId: undefined, after: undefined, limit: 1 });
  if (!found || (found.municipality !== caller.organisationId && caller.role !== 'administrator'))
    throw notFound('an agreement of yours');
  const at = await store.clock(store.pool);
  if (lastDay < danishDate(at))
    throw badRequest('Expected a last day of today or later', [
      { field: 'lastDay', message: 'Sidste dag må ikke ligge før i dag' },
    ]);
  const { id: _, ...agreement } = found;
  return append(store, caller, at, id, 'agreement ended', { ...agreement, validTo: lastDay });
}

function expectOwn(caller: Caller, municipality: string | undefined): void {
  if (caller.role === 'administrator') return;
  if (municipality !== caller.organisationId)
    throw new Problem(403, 'forbidden', 'You may not do this', 'Expected an agreement of your own municipality');
}

function faultsOf(
  { region, parties, routes, changeCutOff, validFrom, validTo }: RecordAgreement,
  today: string,
): FieldFault[] {
  const faults: FieldFault[] = [];
  if (routes.length === 0 && !changeCutOff)
    faults.push({ field: 'routes', message: 'Fordel mindst én opgave, eller aftal en frist for ændringer' });
  if (validFrom < today) faults.push({ field: 'validFrom', message: 'Første dag må ikke ligge før i dag' });
  if (validTo !== undefined && validTo < validFrom)
    faults.push({ field: 'validTo', message: 'Sidste dag må ikke ligge før første dag' });
  if (region !== undefined && regionOn(region, validFrom)?.code !== region)
    faults.push({ field: 'region', message: 'Regionen findes ikke på aftalens første dag' });
  if (region !== undefined && parties.length > 0)
    faults.push({ field: 'parties', message: 'En regions standard gælder alle og har ingen parter' });
  for (const [n, route] of routes.entries()) {
    if (!mayBeRouted(route))
      faults.push({ field: `routes.${n}`, message: 'Opgaven kan ikke løses af denne rolle hos denne part' });
    if (routes.findIndex(({ kind, party }) => kind === route.kind && party === route.party) < n)
      faults.push({ field: `routes.${n}.kind`, message: 'Opgaven er fordelt to gange til samme part' });
  }
  return faults;
}

/** Those who agreed are in the directory, the municipality among them, and each party that gets a task. */
async function partyFaults(
  { pool }: Store,
  { region, parties, routes, changeCutOff }: RecordAgreement,
  municipality: string | undefined,
): Promise<FieldFault[]> {
  if (region !== undefined) return [];
  const { rows } = await pool.query<{ id: string; kind: OrganisationKind }>(
    'select id, kind from organisation where id = any($1::uuid[])',
    [parties],
  );
  const known = new Map(rows.map(({ id, kind }) => [id, kind]));
  const faults = parties.flatMap((id, n): FieldFault[] =>
    kinds.some((kind) => kind === known.get(id))
      ? []
      : [{ field: `parties.${n}`, message: 'Vælg en kommune, region, lægepraksis eller et apotek, der findes' }],
  );
  if (!municipality || known.get(municipality) !== 'municipality')
    faults.push({ field: 'parties', message: 'Kommunen selv skal være part' });
  if (changeCutOff && ![...known.values()].includes('pharmacy'))
    faults.push({ field: 'changeCutOff', message: 'Intet apotek er med i aftalen' });
  for (const [n, { party }] of routes.entries())
    if (![...known.values()].includes(party))
      faults.push({ field: `routes.${n}.party`, message: 'Ingen part af denne slags er med i aftalen' });
  return faults;
}

async function append(
  { pool }: Store,
  caller: Caller,
  at: string,
  id: string,
  detail: string,
  agreement: Recorded,
): Promise<AgreementView> {
  const { municipality, region, parties, routes, changeCutOff, validFrom, validTo } = agreement;
  await inTransaction(pool, async (client) => {
    await client.query(
      `insert into agreement (id, municipality_id, region_code, parties, routes, change_cut_off, valid_from, valid_to,
         recorded_at, recorded_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        ...[id, municipality, region, parties, JSON.stringify(routes)],
        ...[changeCutOff ? JSON.stringify(changeCutOff) : null, validFrom, validTo, at, caller.id],
      ],
    );
    await writeAudit(client, { at, caller, action: 'change', detail, purpose: 'coordination' });
  });
  return { id, ...agreement };
}
