import type { Pool } from 'pg';
import type { Instant, Party } from '../../workflows/definition.ts';
import { allDefinitions } from '../../workflows/registry.ts';
import { groundsOf } from './grounds.ts';

/** A case that has moved, with whom it concerns. */
export interface Move {
  caseId: string;
  familyId: string;
  municipalityId: string;
  /**
   * A stay, whatever moved it, or a case that moved with what a hospital's message, or a timer or command whose row of the
   * journal is hidden, moved in the same family: those whom hospital notifications do not cover are told nothing of it (P3).
   */
  fromHospital: boolean;
  /** Who takes part in the citizen's case, or did until it moved. */
  parties: { organisationId: string; party: Party; caseId: string }[];
  /** Persons who see it by a permission of their own. */
  persons: string[];
}

/** Timers and commands rest on the municipality by the journal's basis; only the chart says which of them a hospital has caused. */
const hidden = allDefinitions.flatMap((definition) =>
  groundsOf(definition).hiddenEvents.map((type) => ({ ...definition, type })),
);

/** Beyond it a page does better to ask anew for all that it shows. */
const mostMoves = 2_000;

/**
 * `endedBelow`: every transaction below it has ended, so nothing can appear there any more and no row is skipped. `begunBelow`:
 * the next that begins.
 */
export async function transactionsNow(pool: Pool): Promise<{ endedBelow: bigint; begunBelow: bigint }> {
  const { rows } = await pool.query<{ ended: string; begun: string }>({
    name: 'transactions-now',
    text: `select pg_snapshot_xmin(s)::text as ended, pg_snapshot_xmax(s)::text as begun from pg_current_snapshot() s`,
  });
  return { endedBelow: BigInt(rows[0]?.ended ?? 0), begunBelow: BigInt(rows[0]?.begun ?? 0) };
}

/** The cases that the transactions from one to below the other have moved; undefined where they are too many to name. */
export async function movesBetween(pool: Pool, from: bigint, below: bigint, at: Instant): Promise<Move[] | undefined> {
  const { rows } = await pool.query<Move & { isCut: boolean }>({
    name: 'moves-between',
    text: `with moved as (
        select case_id, xact, basis = 'hospitalNotification' as hospital, at,
          regexp_replace(type, '^stale ', '') as type from journal
        where xact >= $1::xid8 and xact < $2::xid8 and outcome = 'accepted'
        union all
        select case_id, moved_in, basis = 'hospitalNotification', null, '' from task
        where moved_in >= $1::xid8 and moved_in < $2::xid8
        union all
        select family_id, xact, false, null, '' from case_note where xact >= $1::xid8 and xact < $2::xid8
        limit $3 + 1),
      placed as (
        select m.case_id, m.at, c.family_id, c.municipality_id, c.workflow = 'hospital-stay' as is_stay,
          bool_or(m.hospital or (c.workflow, c.version, m.type) in (select * from unnest($5::text[], $6::int[], $7::text[])))
            over (partition by c.family_id, m.xact) as hospital
        from moved m join "case" c on c.id = m.case_id)
      select case_id as "caseId", family_id as "familyId", municipality_id as "municipalityId",
        is_stay or bool_and(hospital) as "fromHospital", (select count(*) > $3 from moved) as "isCut",
        (select coalesce(json_agg(json_build_object('organisationId', organisation_id, 'party', party, 'caseId', case_id)), '[]')
          from participation t where t.family_id = p.family_id and t.since <= $4
            and (t.until is null or t.until >= least(min(p.at), $4))) as parties,
        array(select person_id from personal_access a
          where a.family_id = p.family_id and a.since <= $4 and a.until > $4) as persons
      from placed p group by case_id, family_id, municipality_id, is_stay`,
    values: [
      ...[String(from), String(below), mostMoves, at],
      hidden.map(({ name }) => name),
      hidden.map(({ version }) => version),
      hidden.map(({ type }) => type),
    ],
  });
  return rows.some(({ isCut }) => isCut) ? undefined : rows;
}
