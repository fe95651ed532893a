import { createTestDatabase } from '../support/database.ts';

/**
 * Every column that holds text, numbers or JSON in clear, by table (P1). Whatever may be personal is sealed, in a bytea
 * column. A new clear column must be entered here, and reviewed: can it hold a CPR number, a name or a citizen's medicine?
 */
const clear: Record<string, string> = {
  // Staff and organisations, no citizens.
  organisation:
    'id kind name sor gln ydernummer sks pharmacy_number municipality_code region_code notification_mode takes_requests webhook_url duty_contact valid_from valid_to',
  practice_system: 'organisation_id value source valid_from valid_to',
  quality_cluster: 'organisation_id value source valid_from valid_to',
  care_record: 'organisation_id value source valid_from valid_to',
  care_record_link: 'organisation_id value source valid_from valid_to',
  cluster_package: 'quality_cluster value source valid_from valid_to',
  person: 'id subject kind name role organisation_id active sources',
  // Whose browser: a member of staff's name at the identity provider.
  session: 'subject created_at seen_at expires_at',
  // Sums by where citizens live are counted from it; an address it is not.
  citizen: 'id municipality_id created_at care_setting',
  citizen_number: 'citizen_id recorded_for',
  'keys.citizen_key': 'citizen_id',
  'keys.day_key': 'day',
  'keys.system_key': 'name',
  // States, roles and times are needed by lists, and so is the day on which medicine runs out; they say nothing of who, nor
  // of which medicine.
  case: 'id family_id parent_id child_key citizen_id workflow version municipality_id state tags since revision seq responsible_role responsible_organisation_id deadline_at opened_at closed_at policy_id first_gap covered_until has_private_drugs change_cut_off_at',
  journal:
    'case_id seq revision xact at occurred_at kind type opened outcome reason key actor_kind actor_id actor_role actor_organisation_id basis policy_id policy_hash state',
  timer: 'case_id key token due_at retry_at attempts',
  task: 'id case_id key title role organisation_id basis deadline_at opened_at claimed_by snoozed_until snooze_reason closed_at moved_in municipality_id waiting_since overdue_since reminded_at',
  outbox:
    'id key case_id kind organisation_id code created_at due_at attempts status outcome last_error delivered_at message_id thread_id acknowledge_by trace',
  inbox:
    'id source received_at created_at media_type key_day key_citizen_id header_id bundle_id fingerprint code status reason acknowledgement case_id attempts retry_at delete_at trace',
  handled: 'scope key answer expires_at',
  // Whom FMK is asked about, by our own id; not what it answers.
  fmk_question: 'subject kind asked_at due_at attempts last_error walk',
  fmk_resync: 'id reason since cursor asked started_at finished_at read unchanged',
  fmk_difference: 'case_id change fact number walk',
  fmk_reading: 'case_id citizen_id read_at',
  broadcast: 'id key type cursor handled expected created_at finished_at number',
  packed_product: 'case_id told',
  // Products, of no citizen: which are sold, and which cannot be delivered.
  price_list: 'looked_on valid_from name told',
  atc_name: 'code name valid_from',
  box_substitution: 'cheapest code package_number substitution_group valid_from',
  drug: 'atc_code deregistered_on valid_from drug_id name dose_dispensable substitution_group deregistered',
  package: 'size withdrawn_on valid_from package_number drug_id withdrawn',
  dose_substitution: 'valid_from drug_id dose_group',
  product_told: 'drug_id change substitution_group',
  back_order: 'package_number since expected_to ended_on withdrawn source seen_at',
  supply_reading: 'one number',
  statistic: 'case_id key kind occurred_at unit',
  // Sums by municipality and month; of drugs only those that five citizens or more take.
  uptake_month: 'month municipality_id users_all users_65 users_75 users_social counted_at',
  hindering_drug: 'drug_id candidates counted_at',
  // The programme's own: figures of others, what is reckoned with, what is decided.
  uptake_figure: 'seq month area users_all users_65 users_75 share_65 share_75 source vintage recorded_at recorded_by',
  parameter: 'seq key value source recorded_at recorded_by',
  programme_item:
    'seq id kind title status planned_on done_on owner depends_on note source withdrawn recorded_at recorded_by',
  incident:
    'id kind subject case_id organisation_id opened_at attempts last_error advice status resolved_at resolution retry_at',
  // Who stands in for whom, as ids: of staff.
  deputy: 'id organisation_id away_id deputy_id valid_from valid_to recorded_at recorded_by ended_at ended_by',
  // How organisations are told, and where.
  channel: 'seq organisation_id kind address valid_from recorded_at recorded_by',
  // Rules, tariffs and places: no citizens.
  policy_set: 'hash id rules first_used_at',
  policy_introduction: 'id policy valid_from valid_to source introduced_at introduced_by',
  tariff:
    'id valid_from source dispatch_ore packing_ore fee_days vat_percent delivery_ore gp_start_ore re_prescription_ore entered_at entered_by',
  contact: 'id kind name region_code health_council contact artificial source valid_from valid_to',
  // Amounts by payer are summed by municipality and month; a row says that a roll was handed out, never what is in it.
  fee_charge:
    'case_id key seq kind municipality_id charged_at reversed_at handed_out_on days tariff dispatch_ore packing_ore delivery_ore service_ore region_ore citizen_ore municipality_ore unknown_ore',
  // Who takes part in what, as ids; why someone opened a case in an emergency is sealed.
  participation: 'family_id organisation_id party case_id since until',
  personal_access:
    'id family_id person_id organisation_id ground since until granted_by verdict followed_up_at followed_up_by',
  // Who wrote a note and when; what it says is sealed.
  case_note: 'id family_id organisation_id person_id written_at xact',
  audit: 'id at actor_kind actor_id actor_role organisation_id action case_id detail purpose journal_seq citizen_id',
  audit_seal: 'id to_id rows sealed_at',
  'keys.erasure': 'citizen_id at ground erased_by',
  // Who does what among organisations, and how many questions wait at one: no citizen.
  agreement:
    'seq id municipality_id region_code parties routes valid_from valid_to recorded_at recorded_by change_cut_off',
  gp_digest: 'organisation_id day questions made_at',
  mail_digest: 'organisation_id day tasks overdue due_today made_at',
  // Lists filter by them; of medicine a share and codes of what stands in the way, never which.
  candidate:
    'id municipality_id citizen_id care_setting status coverage_percent blockers imported_at expires_at case_id',
  clock: 'one mode at',
  // That the citizens here are artificial.
  demonstration: 'one citizens weeks begun_at finished_at dropped_at',
  // How many cases stand where.
  case_count: 'workflow region state cases',
  case_count_change: 'workflow region state change',
  // How many tasks wait where, and how long earlier ones did.
  waiting_count: 'municipality_id version key hospital tasks families',
  waiting_count_change: 'municipality_id version key hospital tasks families',
  dwell: 'state bucket stays',
  dwell_change: 'state bucket',
  // A filter under a name that its owner gives it; no CPR number is taken.
  saved_view: 'id person_id name filter saved_at',
  migration: 'id timestamp name',
};

it('holds nothing in clear but what has been reviewed (P1)', async () => {
  const database = await createTestDatabase();
  const { rows } = await database.pool.query<{ table: string; columns: string }>(
    `select case when c.table_schema = 'public' then c.table_name else c.table_schema || '.' || c.table_name end as table,
       string_agg(c.column_name, ' ' order by c.column_name) as columns
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     -- A view holds nothing: what it shows stands in tables.
     where t.table_type = 'BASE TABLE' and c.table_schema in ('public', 'keys') and c.udt_name not in ('bytea', '_bytea') and c.table_name !~ '^journal_[0-9]+$'
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
