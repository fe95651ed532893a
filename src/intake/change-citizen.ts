import { randomUUID } from 'node:crypto';
import type { QueryConfig } from 'pg';
import type { JsonObject } from '../../workflows/definition.ts';
import type { Caller } from '../auth/caller.ts';
import { seal, unseal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import type { CareSetting, OrganisationKind } from '../db/tables.ts';
import { readFamily } from '../engine/read-family.ts';
import type { Definitions } from '../engine/read-family.ts';
import { checkCpr } from '../kernel/cpr.ts';
import { Problem, badRequest } from '../kernel/problem.ts';
import { findAccess } from '../worklist/find-access.ts';
import { findParty } from './find-party.ts';
import { numberNotUsable, ownAmong } from './number-not-usable.ts';

interface Services {
  store: Store;
  definitions: Definitions;
}

interface Given {
  caller: Caller;
  caseId: string;
  data: JsonObject;
  at: string;
}

/** What commits with a command of this type where the case accepts it; throws a Problem where its data cannot hold. */
type Change = (services: Services, given: Given) => Promise<QueryConfig[]>;

/** Commands that concern more than their case: whose number it is, which case a number leads to, where the citizen lives, who packs, who the GP is. */
const changes: Readonly<Record<string, Change>> = {
  changeCpr,
  mergeInto,
  restoreVoided: takeMergeBack,
  moveMunicipality: expecting('municipality', 'organisationId', 'Vælg en kommune, der findes'),
  changePharmacy: expecting('pharmacy', 'pharmacyId', 'Vælg et apotek, der findes'),
  changeGp: expecting('gpPractice', 'gpPracticeId', 'Vælg en lægepraksis, der findes'),
  correctCareSetting,
};

/** Whether the body of a command, as it came, is one of these. */
export function isAboutAnotherNumber(body: unknown): boolean {
  const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
  return typeof type === 'string' && Object.hasOwn(changes, type);
}

export async function changeCitizen(services: Services, type: string, given: Given): Promise<QueryConfig[]> {
  const change = Object.hasOwn(changes, type) ? changes[type] : undefined;
  return change ? change(services, given) : [];
}

async function changeCpr(services: Services, { caller, caseId, data }: Given): Promise<QueryConfig[]> {
  const { pool, keys } = services.store;
  const checked = checkCpr(data['cpr'] as string);
  if (checked.kind === 'invalid') {
    const message =
      checked.reason === 'format' ? 'CPR-nummeret skal have ti cifre' : 'Datoen i CPR-nummeret findes ikke';
    throw invalid('cpr', message);
  }
  const { cpr } = checked;
  const lookup = keys.vault.hash('cpr', cpr);
  const { rows } = await pool.query<{ citizenId: string; sealed: Buffer; wrapped: Buffer; owner: string | null }>(
    `select z.id as "citizenId", z.sealed, k.wrapped, (select citizen_id from citizen_number where lookup = $2) as owner
     from "case" c join citizen z on z.id = c.citizen_id join keys.citizen_key k on k.citizen_id = z.id where c.id = $1`,
    [caseId, lookup],
  );
  const [citizen] = rows;
  if (!citizen) return [];
  const { citizenId, owner } = citizen;
  if (owner && owner !== citizenId) throw await numberTaken(services, caller, cpr);
  const key = keys.vault.unwrap(citizenId, citizen.wrapped);
  const place = `citizen:${citizenId}`;
  const known = JSON.parse(unseal(key, place, citizen.sealed).toString()) as JsonObject;
  return [
    {
      text: `update citizen set sealed = $2 where id = $1`,
      values: [citizenId, seal(key, place, JSON.stringify({ ...known, cpr }))],
    },
    ...(owner
      ? []
      : [
          {
            text: `insert into citizen_number (lookup, citizen_id, recorded_for) values ($2, $1, $1)`,
            values: [citizenId, lookup],
          },
        ]),
  ];
}

/** The numbers of the duplicate lead to the case that stays, which is told by the outbox. */
async function mergeInto(
  { store, definitions }: Services,
  { caller, caseId, data, at }: Given,
): Promise<QueryConfig[]> {
  const into = data['caseId'] as string;
  if (into === caseId) throw invalid('caseId', 'Vælg det andet forløb, ikke dette');
  const { workflow } = await findAccess(store, definitions, caller, into).catch((error: unknown) => {
    throw error instanceof Problem
      ? invalid('caseId', 'Der er intet forløb med denne id, som du har adgang til')
      : error;
  });
  const { rows } = await store.pool.query<{ closed: boolean }>(
    `select closed_at is not null as closed from "case" where id = $1`,
    [into],
  );
  if (workflow !== 'dose-dispensing' || rows[0]?.closed !== false)
    throw invalid('caseId', 'Forløbet skal være åbent og handle om en borgers dosispakkede medicin');
  return [
    {
      text: `update citizen_number set citizen_id = (select citizen_id from "case" where id = $2)
        where citizen_id = (select citizen_id from "case" where id = $1)`,
      values: [caseId, into],
    },
    tell(store, into, 'mergedFrom', { caseId }, at),
  ];
}

async function takeMergeBack({ store, definitions }: Services, { caseId, at }: Given): Promise<QueryConfig[]> {
  const family = await readFamily(store.pool, store.keys.vault, definitions, caseId, at);
  const own = family?.find(({ row }) => row.id === caseId);
  const into = own?.definition.mergedInto?.(own.state.snapshot.context as never);
  if (!into) return [];
  return [
    {
      text: `update citizen_number set citizen_id = recorded_for where recorded_for = (select citizen_id from "case" where id = $1)`,
      values: [caseId],
    },
    tell(store, into, 'mergeWithdrawn', { caseId }, at),
  ];
}

/** The organisation named in this field must be one of this kind that is in operation. */
function expecting(kind: OrganisationKind, field: string, message: string): Change {
  return async ({ store }, { data, at }) => {
    if (!(await findParty(store.dataSource, kind, data[field] as string, at))) throw invalid(field, message);
    return [];
  };
}

async function correctCareSetting(_: Services, { caseId, data }: Given): Promise<QueryConfig[]> {
  const careSetting = data['careSetting'] as CareSetting;
  return [
    {
      text: `update citizen z set care_setting = $2 from "case" c where c.id = $1 and z.id = c.citizen_id`,
      values: [caseId, careSetting],
    },
  ];
}

/** A message to a case of another family, delivered at least once (E5). */
function tell({ keys }: Store, caseId: string, type: string, data: JsonObject, at: string): QueryConfig {
  const key = randomUUID();
  return {
    text: `insert into outbox (key, case_id, kind, code, created_at, due_at, sealed) values ($1, $2, 'message', $3, $4, clock_timestamp(), $5)`,
    values: [key, caseId, type, at, seal(keys.system, `outbox:${key}`, JSON.stringify({ data, occurredAt: at }))],
  };
}

/** Two processes may give the same number at once: the database lets one of them. */
export function isNumberTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'citizen_number_pkey';
}

/** The number is another citizen's: the case of that citizen is named to those alone who may open it. */
export async function numberTaken(services: Services, caller: Caller, cpr: string): Promise<Problem> {
  const { pool, keys } = services.store;
  const { rows } = await pool.query<{ id: string }>(
    `select c.id from citizen_number n join "case" c on c.citizen_id = n.citizen_id
     where n.lookup = $1 and c.parent_id is null order by c.closed_at desc nulls first, c.id`,
    [keys.vault.hash('cpr', cpr.replaceAll(/\D/g, ''))],
  );
  const own = await ownAmong(
    services,
    caller,
    rows.map(({ id }) => id),
    'found in changing a number',
  );
  return own
    ? new Problem(
        409,
        'number-taken',
        'The number is another citizen’s',
        'CPR-nummeret hører til en anden borger her. Er det den samme borger, så læg de to forløb sammen',
        { case: own },
      )
    : numberNotUsable();
}

function invalid(field: string, message: string): Problem {
  return badRequest('Expected data that fits the case; correct the fields named in faults', [
    { field: `data.${field}`, message },
  ]);
}
