/** Days that an operator may choose; the others are given. */
export interface KeptDays {
  /** Raw messages that were understood: what they said is in the event log. */
  messages: number;
  deliveries: number;
  incidents: number;
}

/** One kind of row that goes when its time is over. */
export interface Removal {
  what: string;
  /** Days, by the setting or given; `own` where the row itself says until when. */
  days: number | keyof KeptDays | 'own';
  why: string;
  /** Removes at most $2 rows of before $1, and leaves those to others that another process has hold of. */
  sql: string;
}

const rows = (table: string, where: string): string =>
  `delete from ${table} where ctid = any(array(select ctid from ${table} where ${where} limit $2 for update skip locked))`;

const content = (where: string): string =>
  `update inbox set sealed = null where id = any(array(
    select id from inbox where sealed is not null and ${where} limit $2 for update skip locked))`;

/** Who waits for another try, or whom an open incident is about, stays whatever its age. */
const noIncident = (kind: string, subject: string): string =>
  `not exists (select from incident i where i.kind = '${kind}' and i.subject = ${subject} and i.status = 'open')`;

/** The rows that work leaves behind, how long each is kept, and why. What is about citizens' paths ends with them: src/audit. */
export const removals: readonly Removal[] = [
  {
    what: 'answers to keys',
    days: 'own',
    why: 'a repeat is answered as the first for 90 days (E2)',
    sql: rows('handled', 'expires_at < $1'),
  },
  {
    what: 'content of messages that could not be read, or are nobody’s',
    days: 'own',
    why: '30 days for whoever must find out why (E6)',
    // One that nobody has taken up yet is not lost by waiting: its time runs, but ends nothing.
    sql: content(`delete_at < $1 and status <> 'received'`),
  },
  {
    what: 'content of messages that were understood',
    days: 'messages',
    why: 'to look up what a party really sent; what it said is in the event log',
    sql: content(`delete_at is null and status = 'handled' and received_at < $1`),
  },
  {
    what: 'messages received: ids, code, acknowledgement, hash',
    days: 1_825,
    why: 'that something came and how it was answered (R.BR1) outlives disputes of it',
    sql: rows(
      'inbox',
      `status in ('handled', 'unmatched', 'unreadable') and received_at < $1 and sealed is null and ${noIncident('inbox', 'inbox.id::text')}`,
    ),
  },
  {
    what: 'deliveries, also those that failed or were never acknowledged',
    days: 'deliveries',
    why: 'a receiver asks for a repeat within weeks; that something failed stays as an incident',
    sql: rows('outbox', `status <> 'pending' and created_at < $1 and ${noIncident('effect', 'outbox.key')}`),
  },
  {
    what: 'incidents that are over',
    days: 'incidents',
    why: 'to see whether something comes back each year',
    sql: rows('incident', `status = 'resolved' and opened_at < $1 and resolved_at < $1`),
  },
  {
    what: 'broadcasts, but the last of each product',
    days: 90,
    why: 'the last is told to whoever begins to pack the product',
    sql: rows(
      'broadcast',
      `finished_at < $1 and not exists (select from unnest(broadcast.products) product where not exists (
        select from broadcast later where later.number > broadcast.number and later.products @> array[product]))`,
    ),
  },
  {
    what: 'digests of GP practices',
    days: 90,
    why: 'a digest tells what has come since the one before, weeks ago at most',
    sql: rows('gp_digest', `day < $1::timestamptz::date`),
  },
  {
    what: 'digests by e-mail',
    days: 90,
    why: 'one a day: yesterday’s keeps nothing from being sent again',
    sql: rows('mail_digest', `day < $1::timestamptz::date`),
  },
  {
    what: 'walks over all citizens of FMK',
    days: 90,
    why: 'to see when all were last compared',
    sql: rows('fmk_resync', 'finished_at < $1'),
  },
  {
    what: 'keys of days',
    days: 31,
    why: 'nothing is sealed with them any more',
    sql: `delete from keys.day_key where day = any(array(select d.day from keys.day_key d
      where d.day < $1::timestamptz and not exists (select from inbox i where i.key_day = d.day and i.sealed is not null) limit $2))`,
  },
];

/** Why the rows of a table have no time of their own here. A table in neither list has no end that anybody decided. */
export const kept: Readonly<Record<string, string>> = {
  ...of('with the citizen’s last case: ten years, then the key is destroyed (src/audit/erase-citizen.ts)', [
    'case',
    'journal',
    'citizen',
    'citizen_number',
    'keys.citizen_key',
    'participation',
    'personal_access',
    'case_note',
    'task',
    'timer',
    'packed_product',
  ]),
  saved_view: 'a person’s own, until he deletes it; no citizen in it',
  ...of('counts nobody; sums of years are compared', ['statistic', 'fee_charge']),
  ...of('what is done must be known to have been done', ['audit', 'audit_seal', 'keys.erasure']),
  ...of('the programme’s own numbers and list: no citizen in them', [
    'uptake_month',
    'uptake_figure',
    'hindering_drug',
    'parameter',
    'programme_item',
  ]),
  ...of('dated: what was decided by it can be told again', [
    'agreement',
    'channel',
    'deputy',
    'organisation',
    'person',
    'contact',
    'policy_set',
    'policy_introduction',
    'tariff',
    'price_list',
    'drug',
    'package',
    'dose_substitution',
    'atc_name',
    'box_substitution',
    'practice_system',
    'quality_cluster',
    'cluster_package',
    'care_record',
    'care_record_link',
    'back_order',
    'product_told',
  ]),
  ...of('a row or a few, written over', [
    'clock',
    'demonstration',
    'supply_reading',
    'case_count',
    'waiting_count',
    'dwell',
    'keys.system_key',
    'migration',
  ]),
  ...of('goes when it is done', ['case_count_change', 'waiting_count_change', 'dwell_change', 'fmk_question']),
  fmk_difference: 'goes with its walk',
  fmk_reading: 'one for each citizen read, written over at the next reading',
  session: 'removed once ended, by real time (src/runtime/remove-expired.ts)',
  candidate: 'says itself until when (src/candidates/erase-candidates.ts)',
};

function of(why: string, tables: readonly string[]): Record<string, string> {
  return Object.fromEntries(tables.map((table) => [table, why]));
}
