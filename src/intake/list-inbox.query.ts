import type { Pool } from 'pg';
import { inboxSources } from './inbox-views.ts';
import type { InboxRowView, InboxSource, InboxSourceView, InboxStatus } from './inbox-views.ts';

export type InboxListRow = Omit<InboxRowView, 'receivedAt' | 'retryAt' | 'deleteAt'> & {
  receivedAt: Date;
  retryAt: Date | null;
  deleteAt: Date | null;
};

export const inboxColumns = `i.id, i.source, i.received_at as "receivedAt", i.media_type as "mediaType", i.status, i.code,
  i.header_id as "headerId", i.case_id as case, i.reason, i.attempts, i.retry_at as "retryAt", i.delete_at as "deleteAt"`;

/** By the sources, a status, the place before which, and how many. */
export const inboxSql = `select ${inboxColumns} from unnest($1::text[]) as s(source), lateral (
    select * from inbox where source = s.source and ($2::text is null or status = $2)
      and ($3::timestamptz is null or (received_at, id) < ($3, $4::uuid))
    order by received_at desc, id desc limit $5) i
  order by i.received_at desc, i.id desc limit $5`;

/**
 * What was received, the newest first: everything about a message but the message. The newest of each source are merged, so
 * that one index gives every order that is asked for.
 */
export async function listInbox(
  pool: Pool,
  filter: {
    status: InboxStatus | undefined;
    source: InboxSource | undefined;
    before: { receivedAt: string; id: string } | undefined;
    limit: number;
  },
): Promise<InboxListRow[]> {
  const { status, source, before, limit } = filter;
  const { rows } = await pool.query<InboxListRow>(inboxSql, [
    ...[source ? [source] : inboxSources, status, before?.receivedAt, before?.id, limit],
  ]);
  return rows;
}

/** Those to one citizen's cases, the newest first. */
export async function listInboxOfFamily(
  pool: Pool,
  caseId: string,
  municipalityId: string | null,
  filter: Omit<Parameters<typeof listInbox>[1], 'source'>,
): Promise<InboxListRow[]> {
  const { status, before, limit } = filter;
  const { rows } = await pool.query<InboxListRow>(
    `select ${inboxColumns} from "case" asked join "case" c on c.family_id = asked.family_id join inbox i on i.case_id = c.id
     where asked.id = $1 and ($2::uuid is null or asked.municipality_id = $2) and ($3::text is null or i.status = $3)
       and ($4::timestamptz is null or (i.received_at, i.id) < ($4, $5::uuid))
     order by i.received_at desc, i.id desc limit $6`,
    [caseId, municipalityId, status, before?.receivedAt, before?.id, limit],
  );
  return rows;
}

/** Counting stops here: where more wait, how many more tells nothing new. */
export const most = 1_000;

/** Of each source when the newest came, and how many of those to look at there are. */
export async function countInboxBySource(pool: Pool): Promise<InboxSourceView[]> {
  const { rows } = await pool.query<InboxSourceView>(
    `with waiting as (
       select w.* from unnest(array['received', 'unreadable', 'faulted']) as s(status), lateral (
         select source, status from inbox where status = s.status order by received_at desc limit $2) w)
     select s.source, (select max(received_at) from inbox where source = s.source) as "latestAt",
       (select count(*)::int from waiting where source = s.source and status = 'received') as received,
       (select count(*)::int from waiting where source = s.source and status = 'unreadable') as unreadable,
       (select count(*)::int from waiting where source = s.source and status = 'faulted') as faulted
     from unnest($1::text[]) with ordinality as s(source, n) order by s.n`,
    [inboxSources, most],
  );
  return rows;
}
