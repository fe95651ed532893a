import type { Env } from '../../workflows/definition.ts';
import { Columns, withRows } from '../db/columns.ts';
import type { Keys } from '../db/store.ts';
import type { Send } from '../db/transaction.ts';
import { policyHash } from './environment.ts';
import { keepPolicySql } from './kept-policies.query.ts';
import type { LiveStates } from './live-states.ts';
import { rowsOf } from './rows-to-write.ts';
import type { FamilyWrite } from './rows-to-write.ts';

export interface HandledWrite {
  scope: string;
  key: string;
  requestHash: Buffer;
  answer: object;
}

/** What workers may want to look at now. */
export interface Written {
  /** How many messages shared the commit. */
  decided: number;
  messages: number;
  notices: number;
  broadcasts: number;
  timersDueBy: string | undefined;
}

const handledDays = 90;

/**
 * Writes a batch of decisions with one statement per table: set-based, so that many commands cost one commit (E1).
 * The only writer of cases, journal, timers, tasks, outbox and what is counted.
 */
export function writeDecisions(
  send: Send,
  { keys, live, kept }: { keys: Keys; live: LiveStates; kept: ReadonlySet<string> },
  env: Env,
  writes: readonly FamilyWrite[],
  handled: readonly HandledWrite[],
): Written {
  const rows = rowsOf(keys, live, env, writes);
  const put = (name: string, text: string, rows: Columns): void => {
    if (rows.length > 0) send(withRows(name, text, rows));
  };
  const hash = policyHash(env.policy);
  if (!kept.has(hash))
    send({
      name: 'keep-policy',
      text: keepPolicySql,
      values: [hash, env.policy.id, JSON.stringify(env.policy), env.at],
    });
  put('write-opened', openedSql, rows.opened);
  put('write-moved', movedSql, rows.moved);
  put('write-touched', touchedSql, rows.touched);
  put('write-journal', journalSql, rows.journal);
  put(
    'write-timers-gone',
    `delete from timer t using unnest($1::uuid[], $2::text[]) as gone(case_id, key) where t.case_id = gone.case_id and t.key = gone.key`,
    rows.timersGone,
  );
  put('write-timers-set', timersSql, rows.timersSet);
  put('write-tasks-closed', tasksClosedSql, rows.tasksClosed);
  put('write-tasks-renamed', tasksRenamedSql, rows.tasksRenamed);
  put('write-tasks-opened', tasksSql, rows.tasksOpened);
  put(
    'write-tasks-moved',
    `update task t set municipality_id = d.municipality_id from unnest($1::uuid[], $2::uuid[]) as d(case_id, municipality_id) where t.case_id = d.case_id and t.closed_at is null and t.municipality_id <> d.municipality_id`,
    rows.tasksMoved,
  );
  put(
    'write-waiting-counts',
    `insert into waiting_count_change (municipality_id, version, key, hospital, tasks, families) select * from unnest($1::uuid[], $2::int[], $3::text[], $4::bool[], $5::int[], $6::int[])`,
    rows.waiting,
  );
  put('write-outbox', outboxSql, rows.outbox);
  put('write-broadcasts', broadcastSql, rows.broadcasts);
  put(
    'write-statistics-gone',
    `delete from statistic s using unnest($1::uuid[], $2::text[]) as gone(case_id, key) where s.case_id = gone.case_id and s.key = gone.key`,
    rows.statisticsGone,
  );
  put('write-statistics', statisticsSql, rows.statistics);
  put('write-charges-reversed', reversedSql, rows.chargesReversed);
  put('write-charges', chargesSql, rows.charges);
  put(
    'write-packed-gone',
    `delete from packed_product p using unnest($1::bytea[], $2::uuid[]) as gone(product, case_id) where p.product = gone.product and p.case_id = gone.case_id`,
    rows.packedGone,
  );
  put(
    'write-packed',
    `insert into packed_product (product, case_id) select * from unnest($1::bytea[], $2::uuid[]) on conflict do nothing`,
    rows.packed,
  );
  put(
    'write-participation-ended',
    `update participation p set until = d.at from unnest($1::uuid[], $2::text[], $3::timestamptz[]) as d(family_id, party, at) where p.family_id = d.family_id and p.party = d.party and p.until is null`,
    rows.partiesGone,
  );
  put('write-participation', partiesSql, rows.parties);
  put(
    'write-departments-gone',
    `delete from participation p using unnest($1::uuid[], $2::uuid[]) as d(family_id, case_id) where p.family_id = d.family_id and p.case_id = d.case_id`,
    rows.departmentsGone,
  );
  put('write-departments', departmentsSql, rows.departments);
  put(
    'write-case-counts',
    `insert into case_count_change (workflow, region, state, change) select * from unnest($1::text[], $2::text[], $3::text[], $4::int[])`,
    rows.counts,
  );
  put('write-audit', auditSql, rows.audit);
  const answers = new Columns(5);
  const expires = new Date(Date.parse(env.at) + handledDays * 86_400_000).toISOString();
  for (const { scope, key, requestHash, answer } of handled) {
    answers.add(scope, key, requestHash, JSON.stringify(answer), expires);
  }
  put('write-handled', handledSql, answers);
  return {
    decided: writes.length,
    messages: rows.outbox.column(2).filter((kind) => kind === 'message').length,
    notices: rows.outbox.column(2).filter((kind) => kind === 'notice').length,
    broadcasts: rows.broadcasts.length,
    timersDueBy: (rows.timersSet.column(3) as string[]).reduce<string | undefined>(
      (first, due) => (first !== undefined && first <= due ? first : due),
      undefined,
    ),
  };
}

const openedSql = `
  insert into "case" (id, family_id, parent_id, child_key, citizen_id, workflow, version, municipality_id, opened_at, state, tags,
    since, revision, seq, responsible_role, responsible_organisation_id, deadline_at, closed_at, policy_id, snapshot,
    first_gap, covered_until, has_private_drugs, change_cut_off_at)
  select id, family_id, parent_id, child_key, citizen_id, workflow, version, municipality_id, opened_at, state::jsonb,
    string_to_array(tags, ','), since, revision, seq, role, organisation_id, deadline_at, closed_at, policy_id, snapshot, first_gap,
    covered_until, has_private_drugs, change_cut_off_at
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::int[], $8::uuid[], $9::timestamptz[],
    $10::text[], $11::text[], $12::timestamptz[], $13::int[], $14::int[], $15::text[], $16::uuid[], $17::timestamptz[],
    $18::timestamptz[], $19::text[], $20::bytea[], $21::date[], $22::date[], $23::bool[], $24::timestamptz[])
    as d(id, family_id, parent_id, child_key, citizen_id, workflow, version, municipality_id, opened_at, state, tags, since,
      revision, seq, role, organisation_id, deadline_at, closed_at, policy_id, snapshot, first_gap, covered_until,
      has_private_drugs, change_cut_off_at)`;

const movedSql = `
  update "case" c set state = d.state::jsonb, tags = string_to_array(d.tags, ','), since = d.since, revision = d.revision,
    seq = d.seq, responsible_role = d.role, responsible_organisation_id = d.organisation_id, deadline_at = d.deadline_at,
    closed_at = d.closed_at, policy_id = d.policy_id, snapshot = d.snapshot, first_gap = d.first_gap,
    covered_until = d.covered_until, has_private_drugs = d.has_private_drugs, change_cut_off_at = d.change_cut_off_at,
    municipality_id = d.municipality_id, version = d.version
  from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::int[], $6::int[], $7::text[], $8::uuid[],
    $9::timestamptz[], $10::timestamptz[], $11::text[], $12::bytea[], $13::date[], $14::date[], $15::bool[],
    $16::timestamptz[], $17::uuid[], $18::int[])
    as d(id, state, tags, since, revision, seq, role, organisation_id, deadline_at, closed_at, policy_id, snapshot, first_gap,
      covered_until, has_private_drugs, change_cut_off_at, municipality_id, version)
  where c.id = d.id`;

const touchedSql = `update "case" c set seq = d.seq from unnest($1::uuid[], $2::int[]) as d(id, seq) where c.id = d.id`;

const journalSql = `
  insert into journal (case_id, seq, revision, at, occurred_at, kind, type, opened, outcome, reason, key, actor_kind, actor_id,
    actor_role, actor_organisation_id, basis, policy_id, policy_hash, state, sealed)
  select case_id, seq, revision, at, occurred_at, kind, type, opened, outcome, reason::jsonb, key, actor_kind, actor_id,
    actor_role, organisation_id, basis, policy_id, policy_hash, state::jsonb, sealed
  from unnest($1::uuid[], $2::int[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::text[], $8::bool[],
    $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::uuid[], $16::text[], $17::text[],
    $18::text[], $19::text[], $20::bytea[])
    as d(case_id, seq, revision, at, occurred_at, kind, type, opened, outcome, reason, key, actor_kind, actor_id, actor_role,
      organisation_id, basis, policy_id, policy_hash, state, sealed)`;

const timersSql = `
  insert into timer (case_id, key, token, due_at)
  select * from unnest($1::uuid[], $2::text[], $3::int[], $4::timestamptz[])
  on conflict (case_id, key) do update set token = excluded.token, due_at = excluded.due_at, retry_at = null, attempts = 0`;

const tasksRenamedSql = `
  update task t set key = d.now, title = d.title::jsonb, basis = d.basis, deadline_at = d.deadline_at
  from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
    as d(case_id, was, now, title, basis, deadline_at)
  where t.case_id = d.case_id and t.key = d.was and t.closed_at is null`;

/** A wait that has ended is counted among the earlier stays in its state: the bucket is a quarter of a doubling of hours. */
const tasksClosedSql = `
  with closed as (
    update task t set closed_at = d.at
    from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::bool[]) as d(case_id, key, at, is_over)
    where t.case_id = d.case_id and t.key = d.key and t.closed_at is null
    returning t.key, extract(epoch from d.at - t.waiting_since) / 3600 as hours, d.is_over)
  insert into dwell_change (state, bucket)
  select regexp_replace(key, '\\.(due|overdue)$', ''), floor(4 * log(2, greatest(hours, 0.25))) from closed where is_over`;

/** A wait that goes on, now overdue or told of again, keeps since when: what it was before has closed in this commit. */
const tasksSql = `
  insert into task (id, case_id, key, title, role, organisation_id, basis, deadline_at, opened_at, closed_at, municipality_id,
    waiting_since, overdue_since)
  select d.id, d.case_id, d.key, d.title::jsonb, d.role, d.organisation_id, d.basis, d.deadline_at, d.opened_at, d.closed_at,
    d.municipality_id, coalesce(before.waiting_since, d.opened_at),
    case when d.is_overdue then coalesce(before.overdue_since, d.opened_at) end
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::timestamptz[],
    $9::timestamptz[], $10::timestamptz[], $11::uuid[], $12::bool[], $13::text[])
    as d(id, case_id, key, title, role, organisation_id, basis, deadline_at, opened_at, closed_at, municipality_id, is_overdue, wait)
  left join lateral (
    select t.waiting_since, case when t.key = d.key then t.overdue_since end as overdue_since from task t
    where t.case_id = d.case_id and t.key = any(array[d.key, d.wait || '.due', d.wait || '.overdue']) and t.closed_at = d.opened_at
    order by t.key = d.key desc limit 1) before on true`;

/** Attempts run on real time, whatever the domain's clock says. */
const outboxSql = `
  insert into outbox (key, case_id, kind, organisation_id, code, created_at, due_at, sealed, trace)
  select key, case_id, kind, organisation_id, code, at, clock_timestamp(), sealed, trace
  from unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::timestamptz[], $7::bytea[], $8::text[])
    as d(key, case_id, kind, organisation_id, code, at, sealed, trace)
  on conflict (key) do nothing`;

const broadcastSql = `
  insert into broadcast (id, key, products, type, sealed, created_at, expected)
  select d.id, d.key, p.products, d.type, d.sealed, d.at,
    (select count(distinct case_id) from packed_product where product = any(p.products))
  from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::timestamptz[], $7::text[])
    as d(id, key, products, type, sealed, at, _),
    lateral (select coalesce(array_agg(decode(hex, 'hex')), '{}') as products from unnest(string_to_array(d.products, ',')) as hex) p
  on conflict (key) do nothing`;

const statisticsSql = `
  insert into statistic (case_id, key, kind, occurred_at, unit)
  select * from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::text[])
  on conflict (case_id, key) do update set kind = excluded.kind, occurred_at = excluded.occurred_at, unit = excluded.unit`;

/** Back at the same instant is as if it had not been away. */
const partiesSql = `
  insert into participation (family_id, organisation_id, party, case_id, since)
  select family_id, organisation_id, party, family_id, at from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[])
    as d(family_id, organisation_id, party, at)
  on conflict (family_id, organisation_id, party, case_id, since) do update set until = null`;

/** [I] Days after its part of a stay in which a department is asked about it and may answer. */
const departmentFollowUpDays = 30;

/** A department that the directory does not know takes no part: nobody signs in for it. */
const departmentsSql = `
  insert into participation (family_id, organisation_id, party, case_id, since, until)
  select d.family_id, o.id, 'hospital', d.case_id, d.since, max(d.until) + interval '${departmentFollowUpDays} days'
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[]) as d(family_id, case_id, sor, since, until)
  join organisation o on o.sor = d.sor and o.kind = 'hospital' group by d.family_id, o.id, d.case_id, d.since`;

const reversedSql = `
  update fee_charge f set reversed_at = d.at from unnest($1::uuid[], $2::text[], $3::timestamptz[]) as d(case_id, key, at)
  where f.case_id = d.case_id and f.key = d.key and f.reversed_at is null`;

const chargesSql = `
  insert into fee_charge (case_id, key, seq, municipality_id, charged_at, handed_out_on, days, tariff, dispatch_ore, packing_ore,
    delivery_ore, region_ore, citizen_ore, municipality_ore, unknown_ore, kind, service_ore)
  select * from unnest($1::uuid[], $2::text[], $3::int[], $4::uuid[], $5::timestamptz[], $6::date[], $7::int[], $8::text[],
    $9::int[], $10::int[], $11::int[], $12::int[], $13::int[], $14::int[], $15::int[], $16::text[], $17::int[])`;

const auditSql = `
  insert into audit (at, actor_kind, actor_id, actor_role, organisation_id, action, case_id, detail, purpose, journal_seq, content_hash)
  select at, kind, id, role, organisation_id, 'change', case_id, detail, purpose, journal_seq, content_hash
  from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::int[],
      $10::bytea[])
    as d(at, kind, id, role, organisation_id, case_id, detail, purpose, journal_seq, content_hash)`;

const handledSql = `
  insert into handled (scope, key, request_hash, answer, expires_at)
  select scope, key, request_hash, answer::jsonb, expires_at
  from unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::timestamptz[]) as d(scope, key, request_hash, answer, expires_at)`;
