import { createTestDatabase } from '../support/database.ts';

/**
 * Every column that holds text, numbers or JSON in clear, by table (P1). Whatever may be personal is sealed, in a bytea
 * column. A new clear column must be entered here, and reviewed: can it hold a CPR number, a name or a citizen's medicine?
 */
const clear: Record<string, string> = {
  // Staff and organisations, no citizens.
  organisation:
    'id kind name sor gln ydernummer pharmacy_number municipality_code region_code notification_mode webhook_url duty_contact valid_from valid_to',
  person: 'id subject kind name role organisation_id active',
  citizen: 'id municipality_id created_at',
  citizen_number: 'citizen_id recorded_for',
  'keys.citizen_key': 'citizen_id',
  'keys.day_key': 'day',
  'keys.system_key': 'name',
  // States, roles and times are needed by lists; they say nothing of who.
  case: 'id family_id parent_id child_key citizen_id workflow version municipality_id state tags since revision seq responsible_role responsible_organisation_id deadline_at opened_at closed_at policy_id',
  journal:
    'case_id seq revision xact at occurred_at kind type opened outcome reason key actor_kind actor_id actor_role actor_organisation_id basis policy_id policy_hash state',
  timer: 'case_id key token due_at retry_at attempts',
  task: 'id case_id key title role organisation_id basis deadline_at opened_at claimed_by snoozed_until snooze_reason closed_at',
  outbox: 'id key case_id kind organisation_id code created_at due_at attempts status outcome last_error delivered_at',
  inbox:
    'id source received_at created_at media_type key_day key_citizen_id header_id bundle_id fingerprint code status reason acknowledgement case_id attempts retry_at delete_at',
  handled: 'scope key answer expires_at',
  broadcast: 'id key type cursor handled expected created_at finished_at',
  packed_product: 'case_id',
  statistic: 'case_id key kind occurred_at unit',
  incident:
    'id kind subject case_id organisation_id opened_at attempts last_error advice status resolved_at resolution',
  audit: 'id at actor_kind actor_id actor_role organisation_id action case_id detail purpose',
  clock: 'one mode at',
  migration: 'id timestamp name',
};

it('holds nothing in clear but what has been reviewed (P1)', async () => {
  const database = await createTestDatabase();
  const { rows } = await database.pool.query<{ table: string; columns: string }>(
    `select case when c.table_schema = 'public' then c.table_name else c.table_schema || '.' || c.table_name end as table,
       string_agg(c.column_name, ' ' order by c.column_name) as columns
     from information_schema.columns c
     where c.table_schema in ('public', 'keys') and c.udt_name not in ('bytea', '_bytea') and c.table_name !~ '^journal_[0-9]+$'
     group by 1 order by 1`,
  );
  const sorted = (text: string): string =>
    text
      .split(' ')
      .toSorted((a, b) => (a < b ? -1 : 1))
      .join(' ');
  const found = Object.fromEntries(rows.map(({ table, columns }) => [table, sorted(columns)]));
  expect(found).toEqual(Object.fromEntries(Object.entries(clear).map(([table, columns]) => [table, sorted(columns)])));
  await database.drop();
});
