import type { Store } from '../db/store.ts';
import { auditRows, linkOf, removalOf } from './audit-chain.ts';

export interface Link {
  id: number;
  /** Hexadecimal. */
  hash: string;
}

export interface CheckedAudit {
  links: number;
  rows: number;
  /** Written since the last link; they come under the next. */
  unsealed: number;
  /** The newest link: kept elsewhere, it shows later that none was cut off. */
  head: Link | undefined;
  faults: string[];
}

/**
 * Goes along the whole chain of the access log: is every row there as it was written, none fewer and none more, and does
 * every change still have the content in the event log that it was written with? It reads ciphertext alone, so it holds
 * for erased citizens too.
 */
export async function checkAudit(
  { pool, keys }: Pick<Store, 'pool' | 'keys'>,
  kept?: Link,
  progress: (rows: number) => void = () => {},
): Promise<CheckedAudit> {
  const faults: string[] = [];
  const { rows: stored } = await pool.query<{
    id: string;
    to: string;
    rows: number;
    hash: Buffer;
    removed: Buffer | null;
  }>('select id, to_id as to, rows, hash, removed from audit_seal order by id');
  // What was before its end of retention is gone, and its last link says so.
  const base = stored[0]?.removed?.equals(removalOf(keys.vault, stored[0])) ? stored[0] : undefined;
  const links = base ? stored.slice(1) : stored;
  const first = Number(base?.id ?? 0) + 1;
  let previous: Buffer = base?.hash ?? Buffer.alloc(0);
  let reached = base?.to ?? '0';
  let counted = 0;
  for (const [index, link] of links.entries()) {
    if (Number(link.id) !== first + index) faults.push(`Expected link ${first + index} of the chain, but it is gone`);
    const rows = await auditRows(pool, reached, link.to);
    if (rows.length !== link.rows)
      faults.push(`Expected ${link.rows} rows under link ${link.id}, but there are ${rows.length}`);
    else if (!linkOf(keys.vault, previous, rows).equals(link.hash))
      faults.push(`Expected the rows under link ${link.id} as they were written, but one was changed`);
    previous = link.hash;
    reached = link.to;
    counted += rows.length;
    progress(counted);
  }
  const isRemoved = kept !== undefined && kept.id < first;
  const same = isRemoved || links.find(({ id, hash }) => Number(id) === kept?.id && hash.toString('hex') === kept.hash);
  if (kept && !same) faults.push(`Expected link ${kept.id} as it was kept elsewhere, but it is gone or another`);
  faults.push(...(await changedContents(pool)));
  const { rows: open } = await pool.query<{ count: number }>('select count(*)::int as count from audit where id > $1', [
    reached,
  ]);
  const last = stored.at(-1);
  return {
    links: links.length,
    rows: counted,
    unsealed: open[0]?.count ?? 0,
    head: last && { id: Number(last.id), hash: last.hash.toString('hex') },
    faults,
  };
}

const mostNamed = 20;

async function changedContents(pool: Store['pool']): Promise<string[]> {
  const { rows } = await pool.query<{ caseId: string; seq: number; missing: boolean }>(
    `select a.case_id as "caseId", a.journal_seq as seq, j.sealed is null as missing
     from audit a left join journal j on j.case_id = a.case_id and j.seq = a.journal_seq
     where a.journal_seq is not null and (j.sealed is null or sha256(j.sealed) <> a.content_hash)
     order by a.id limit $1`,
    [mostNamed],
  );
  return rows.map(
    ({ caseId, seq, missing }) =>
      `Expected event ${seq} of the case ${caseId} as it was written, but it ${missing ? 'is gone' : 'was changed'}`,
  );
}
