import type { Pool } from 'pg';
import type { Purpose } from '../audit/read-purpose.ts';
import type { Caller } from '../auth/caller.ts';
import { servesAll } from '../auth/seen-by.ts';
import type { Store } from '../db/store.ts';
import type { Definitions } from '../engine/read-family.ts';
import { instantPattern, pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import type { Page } from '../kernel/page.ts';
import { auditReads } from './audit-reads.ts';
import { citizenIdentities } from '../db/citizen-identities.query.ts';
import { showCitizen } from './show-citizen.ts';
import { groundsOf, hiddenRegions } from './grounds.ts';
import { listCases, listCasesByDeadline } from './list-cases.query.ts';
import type { CaseFilter, ListedCaseRow } from './list-cases.query.ts';
import { Restricted, covers, redact } from './redact.ts';
import type { Viewer } from './redact.ts';
import { showState } from './show-case.ts';
import { showCover } from './show-coverage.ts';
import { viewerOf } from './viewer.ts';
import { visibleSince } from './visible-since.query.ts';

export interface CasesAsked {
  after: string | undefined;
  limit: number;
  /** `closed`, or a region and what it begins with, such as `lifecycle.active`; open cases of any state without it. */
  state: string | undefined;
  municipality: string | undefined;
  order: 'id' | 'deadline';
}

/** The citizens' cases that the caller's organisation takes part in: a municipality's own, or those that wait for another. */
export async function listOwnCases(
  store: Store,
  definitions: Definitions,
  caller: Caller,
  { after, limit, state, municipality, order }: CasesAsked,
  purpose: Purpose,
) {
  const viewer = await viewerOf(store.pool, caller);
  const mine = viewer.organisationKind === 'municipality' ? viewer.organisationId : undefined;
  const filter: CaseFilter = {
    municipalityId: servesAll(caller) ? municipality : mine,
    waitingFor: servesAll(caller) || mine ? undefined : viewer.organisationId,
    closed: state === 'closed',
    region: regionOf(state),
    limit: limit + 1,
    viewerOrganisationId: viewer.organisationId,
  };
  const grounds = groundsOf(definitions('dose-dispensing'));
  const askable = !filter.region || covers(viewer, grounds.region(filter.region.name), mine ?? '');
  const elsewhere = mine && !servesAll(caller) && municipality && municipality !== mine;
  const list = order === 'deadline' ? byDeadline : byId;
  const page = askable && !elsewhere ? await list(store.pool, viewer, filter, after) : { items: [], next: null };
  const identities = await citizenIdentities(
    store,
    page.items.map(({ citizenId }) => citizenId),
  );
  const covered = page.items.every((row) => covers(viewer, 'hospitalNotification', row.municipalityId));
  const since = covered ? new Map<string, Date>() : await sinceTheySee(store, definitions, page.items);
  await auditReads(
    store,
    caller,
    page.items.map(({ id }) => id),
    'list of cases',
    purpose,
  );
  const items = page.items.map((row) => ({
    id: row.id,
    workflow: row.workflow,
    version: row.version,
    municipality: row.municipalityId,
    citizen: showCitizen(identities.get(row.citizenId), row.municipalityId),
    state: showState(row.state, row.municipalityId, definitions(row.workflow, row.version)),
    since: new Restricted('hospitalNotification', row.municipalityId, row.since, since.get(row.id) ?? row.openedAt),
    revision: row.revision,
    openedAt: row.openedAt,
    closedAt: row.closedAt,
    cover: showCover(row, row.municipalityId),
    next: new Restricted('hospitalNotification', row.municipalityId, row.next, row.seenNext),
  }));
  return redact({ items, next: page.next }, viewer);
}

async function byId(
  pool: Pool,
  _: Viewer,
  filter: CaseFilter,
  after: string | undefined,
): Promise<Page<ListedCaseRow>> {
  const rows = await listCases(pool, filter, placeAfter(after, uuidPattern)?.[0]);
  return pageOf(rows, filter.limit - 1, ({ id }) => [id]);
}

async function byDeadline(
  pool: Pool,
  viewer: Viewer,
  filter: CaseFilter,
  after: string | undefined,
): Promise<Page<ListedCaseRow>> {
  const coversHospital = covers(viewer, 'hospitalNotification', filter.municipalityId ?? '');
  const [deadlineAt, id] = placeAfter(after, instantPattern, uuidPattern) ?? [];
  const place = deadlineAt && id ? { deadlineAt, id } : undefined;
  const rows = await listCasesByDeadline(pool, { ...filter, coversHospital }, place);
  return pageOf(rows, filter.limit - 1, (row) => (row.place ? [row.place.deadlineAt, row.place.id] : []));
}

function sinceTheySee({ pool }: Store, definitions: Definitions, rows: readonly ListedCaseRow[]) {
  const hidden = rows.map(({ workflow, version }) => hiddenRegions(definitions(workflow, version)));
  return visibleSince(
    pool,
    rows.map(({ id }) => id),
    hidden,
  );
}

function regionOf(state: string | undefined): CaseFilter['region'] {
  if (!state || state === 'open' || state === 'closed') return undefined;
  const [name = '', ...path] = state.split('.');
  return { name, path: path.join('.') };
}
