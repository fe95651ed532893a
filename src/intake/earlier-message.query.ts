import type { Store } from '../db/store.ts';
import { keptId } from './kept-id.ts';

/**
 * What came before under the same ids (domain §4.3): header and bundle seen is a resend, the bundle alone is an error, the
 * header alone is common in real messages and means a resend only where the content is the same too.
 */
export async function earlierMessage(
  { pool, keys }: Store,
  rowId: string,
  { fingerprint, ...given }: { headerId: string; bundleId: string; fingerprint: string },
): Promise<{ at: string } | 'bundleReused' | undefined> {
  const [headerId, bundleId] = [given.headerId, given.bundleId].map((id) => keptId(keys.vault, id));
  const { rows } = await pool.query<{ headerId: string; same: boolean; at: string | null }>(
    `select header_id as "headerId", fingerprint = $4 as same, acknowledgement->>'at' as at from inbox
     where source = 'medcom' and id <> $1 and (header_id = $2 or bundle_id = $3) and status in ('handled', 'unmatched')
     order by received_at`,
    [rowId, headerId, bundleId, fingerprint],
  );
  if (rows.some((row) => row.headerId !== headerId)) return 'bundleReused';
  const original = rows.find((row) => row.same && row.at);
  return original?.at ? { at: original.at } : undefined;
}
