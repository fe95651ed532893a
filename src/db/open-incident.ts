import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';

/** What a person is to do about each kind. Timers have their own, in the engine. */
const advice = {
  effect: {
    da: 'Beskeden nåede ikke frem. Ret modtagerens adresse eller ring til vagten, og prøv igen.',
    en: 'The notice did not arrive. Correct the receiver’s address or call its duty contact, then try again.',
  },
  inbox: {
    da: 'En modtaget besked kunne ikke behandles. Den ligger forseglet i indbakken og kan prøves igen.',
    en: 'A message was received but could not be handled. It lies sealed in the inbox and can be tried again.',
  },
  fmk: {
    da: 'FMK kunne ikke læses for en borger eller en organisation. Der prøves igen hver time; se, om adgangen til FMK virker. Er borgerens henvisning i FMK ophørt, så forny den, eller afslut forløbet.',
    en: 'FMK could not be read for a citizen or an organisation. It is tried again each hour; see whether access to FMK works. Where the citizen’s referral at FMK has ended, renew it or end the case.',
  },
  broadcast: {
    da: 'Forløbet kunne ikke tage imod en fælles besked. Prøv igen, når fejlen er rettet; ellers kontakt driften.',
    en: 'The case could not take a broadcast. Try again when the fault is mended; else call operations.',
  },
  ledger: {
    da: 'Tabellerne og forløbet er uenige. Kontakt driften: forløbet skal efterses. Prøv igen for at sammenligne dem på ny.',
    en: 'The tables and the chart disagree. Call operations: the case must be looked at. Try again to compare them anew.',
  },
};

type Kind = keyof typeof advice;

export interface Failure {
  kind: Kind;
  /** With the kind, what failed: one open incident each. */
  subject: string;
  /** Whose it is, where that is known: without an organisation that of the case is told. */
  caseId?: string | null | undefined;
  organisationId?: string | null;
  /** In clear: never what a message holds. */
  error: string;
  /** So far; one more than before where it is left out. */
  attempts?: number;
}

/** Shows a person what failed; what fails again is the same incident. */
export async function openIncident(client: Pool | PoolClient, failure: Failure): Promise<void> {
  const { kind, subject, caseId, organisationId, error, attempts } = failure;
  await client.query(
    `insert into incident (id, kind, subject, case_id, organisation_id, opened_at, attempts, last_error, advice, status)
     values ($1, $2, $3, $4, $5, clock_timestamp(), coalesce($6, 1), $7, $8, 'open')
     on conflict (kind, subject) where status = 'open'
     do update set attempts = coalesce($6, incident.attempts + 1), last_error = excluded.last_error, retry_at = null,
       case_id = coalesce(incident.case_id, excluded.case_id),
       organisation_id = coalesce(incident.organisation_id, excluded.organisation_id)`,
    [
      randomUUID(),
      kind,
      subject,
      caseId ?? null,
      organisationId ?? null,
      attempts ?? null,
      error,
      JSON.stringify(advice[kind]),
    ],
  );
}

/** What has succeeded after all; `resolution` says by what. */
export async function resolveIncident(
  client: Pool | PoolClient,
  kind: Kind,
  subject: string,
  resolution: 'handled' | 'delivered' | 'retried',
): Promise<void> {
  await client.query(
    `update incident set status = 'resolved', resolved_at = clock_timestamp(), resolution = $3, retry_at = null
     where kind = $1 and subject = $2 and status = 'open'`,
    [kind, subject, resolution],
  );
}
