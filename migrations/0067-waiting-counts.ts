import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * For the list of what is stuck and its map, at any number of cases: a task says whose case it is of, since when it is waited
 * for and since when it is overdue; counters say how many wait in each state and for each cause; and how long earlier stays in
 * each state lasted. Lists of cases by deadline read the open tasks, so that no index of "case" names a column that changes
 * with a message (decision 0011).
 */
export class WaitingCounts1760000000067 implements MigrationInterface {
  name = 'WaitingCounts1760000000067';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(backfill);
    await runner.query(indexes);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table saved_view, dwell_change, dwell, waiting_count_change, waiting_count;
      drop index task_stuck_state, task_stuck, task_of_municipality;
      alter table task drop column reminded_at, drop column overdue_since, drop column waiting_since, drop column municipality_id;
      create index task_overdue on task (case_id) where closed_at is null and starts_with(title ->> 'da', 'Overskredet:');
      create index case_deadline on "case" (municipality_id, deadline_at, id) where closed_at is null and deadline_at is not null;
    `);
  }
}

// A key of waiting_count is a task's, or 'cause:' and a cause, then with version 0. A decision adds a row of what it changed,
// and the sweeper adds those up: see migration 0044. A bucket of dwell is a quarter of a doubling of hours.
const tables = `
alter table task add column municipality_id uuid, add column waiting_since timestamptz, add column overdue_since timestamptz,
  add column reminded_at timestamptz;

create table waiting_count (
  municipality_id uuid not null, version integer not null, key text not null, hospital boolean not null,
  tasks bigint not null, families bigint not null, primary key (municipality_id, version, key, hospital)
);
create table waiting_count_change (
  municipality_id uuid not null, version integer not null, key text not null, hospital boolean not null,
  tasks integer not null, families integer not null
);
create table dwell (state text not null, bucket integer not null, stays bigint not null, primary key (state, bucket));
create table dwell_change (state text not null, bucket integer not null);

-- A filter of a page, kept by a person under a name of his own.
create table saved_view (
  id uuid primary key,
  person_id uuid not null,
  name text not null,
  filter jsonb not null,
  saved_at timestamptz not null,
  unique (person_id, name)
);
alter table saved_view enable row level security;
create policy viewer on saved_view for select
  using (person_id = nullif(current_setting('dosisflow.person', true), '')::uuid);
`;

const backfill = `
update task t set municipality_id = c.municipality_id,
  waiting_since = (select min(o.opened_at) from task o where o.case_id = t.case_id
    and regexp_replace(o.key, '\\.(due|overdue)$', '') = regexp_replace(t.key, '\\.(due|overdue)$', '')),
  overdue_since = case when starts_with(t.title ->> 'da', 'Overskredet:')
    then (select min(o.opened_at) from task o where o.case_id = t.case_id and o.key = t.key) end
from "case" c where c.id = t.case_id and t.closed_at is null;

insert into waiting_count
select municipality_id, version, key, hospital, count(*), count(distinct family_id) from (
  select c.municipality_id, c.version, t.key, t.basis = 'hospitalNotification' as hospital, c.family_id
  from task t join "case" c on c.id = t.case_id where t.closed_at is null
  union all
  select c.municipality_id, 0, 'cause:' || coalesce((
      select k.cause from (values
        ('prescription-request.answer.open.pooled', 'unitCannotHandle'), ('prescription-request.answer.open.lost', 'unitCannotHandle'),
        ('prescription-request.rejection.open.unseen', 'invisibleRejection'), ('hospital-stay.missingDischarge', 'missingMessage'),
        ('hospital-stay.unknownAdmission', 'missingMessage'), ('hospital-stay.checklist.holdLifted', 'holdAfterDischarge'),
        ('dose-dispensing.holdReview', 'holdAfterDischarge'), ('hospital-stay.checklist.nextPeriod', 'noNextRoll'),
        ('dose-dispensing.planning', 'noNextRoll'), ('dispensing-period.dispensing', 'noNextRoll'),
        ('dose-dispensing.daysWithoutRoll', 'gapInCoverage'), ('dispensing-period.replacement', 'gapInCoverage'),
        ('dose-dispensing.planning.open.productNotDosePackable', 'backOrder'), ('back-order.', 'backOrder'),
        ('substitution.', 'backOrder'), ('dose-dispensing.death.contradicted', 'contradiction'),
        ('dose-dispensing.foundation.open', 'contradiction'), ('dose-dispensing.rollsAfterEnding', 'contradiction'),
        ('dose-dispensing.planning.open.cardsMisaligned', 'contradiction'),
        ('dose-dispensing.planning.open.periodsOverlap', 'contradiction')) as k(prefix, cause)
      where starts_with(t.key, k.prefix) order by length(k.prefix) desc limit 1), 'overdueTask'),
    t.basis = 'hospitalNotification', c.family_id
  from task t join "case" c on c.id = t.case_id where t.closed_at is null and starts_with(t.title ->> 'da', 'Overskredet:')) open
group by 1, 2, 3, 4;
`;

const indexes = `
create index task_stuck on task (municipality_id, overdue_since, id) where closed_at is null and overdue_since is not null;
create index task_stuck_state on task (key, overdue_since, id) where closed_at is null and overdue_since is not null;
create index task_of_municipality on task (municipality_id, deadline_at, id) where closed_at is null;
drop index task_overdue;
drop index case_deadline;
`;
