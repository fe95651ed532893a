import { createHash, randomBytes } from 'node:crypto';
import { seal, unseal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';

/**
 * A person who is signed in by a browser. The cookie holds the secret, the table only its hash: whoever reads the table, or
 * a backup of it, cannot sign in. Sessions live on real time, whatever the clock of the domain says.
 */
export interface Session {
  hash: Buffer;
  subject: string;
}

/** A working day's longest shift [I]; after it the identity provider is asked again. */
export const longestSeconds = 12 * 3_600;
/** Without a person's doing [I]: a shared computer in a care home is not left alone longer. */
const idle = '30 minutes';
/** How often being seen is written: an update at each request would cost more than the request. */
const noticedEvery = '1 minute';

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
const placeOf = (hash: Buffer): string => `session.id_token:${hash.toString('hex')}`;

/** Answers the secret for the cookie. The identity token is kept sealed, for the provider wants it back at signing out. */
export async function beginSession({ pool, keys }: Store, subject: string, idToken: string): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const hash = hashOf(secret);
  await pool.query(
    `insert into session (hash, subject, id_token, created_at, seen_at, expires_at)
     values ($1, $2, $3, now(), now(), now() + make_interval(secs => $4))`,
    [hash, subject, seal(keys.system, placeOf(hash), idToken), longestSeconds],
  );
  return secret;
}

/** The session behind a cookie. `attended` is false for what a page asks by itself, which keeps nobody signed in. */
export async function findSession(
  { pool }: Pick<Store, 'pool'>,
  secret: string,
  attended: boolean,
): Promise<Session | undefined> {
  const hash = hashOf(secret);
  const { rows } = await pool.query<{ subject: string; stale: boolean }>({
    name: 'find-session',
    text: `select subject, seen_at < now() - $2::interval as stale from session
      where hash = $1 and expires_at > now() and seen_at > now() - $3::interval`,
    values: [hash, noticedEvery, idle],
  });
  const [found] = rows;
  if (!found) return undefined;
  if (found.stale && attended) await pool.query('update session set seen_at = now() where hash = $1', [hash]);
  return { hash, subject: found.subject };
}

/** Ends one session; answers the identity token it began with. */
export async function endSession({ pool, keys }: Store, { hash }: Session): Promise<string | undefined> {
  const { rows } = await pool.query<{ id_token: Buffer }>('delete from session where hash = $1 returning id_token', [
    hash,
  ]);
  return rows[0] && unseal(keys.system, placeOf(hash), rows[0].id_token).toString();
}

/** Ends every session of a person; answers how many there were. */
export async function endSessions({ pool }: Pick<Store, 'pool'>, subject: string): Promise<number> {
  const { rowCount } = await pool.query('delete from session where subject = $1', [subject]);
  return rowCount ?? 0;
}
