import type { Pool } from 'pg';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import type { ChangeParameter } from './questions.ts';

interface Shipped {
  /** Null: not settled. */
  value: number | null;
  source: string;
}

/** What the pictures reckon with besides counts: each with its source, and to be changed (R6, R8, R15, R48, R49, R75, R78–R80). */
const shipped = {
  targetUsers: { value: 85_000, source: 'Programmets styregruppe, september 2025' },
  /** Year and month, as 202706. */
  targetMonth: { value: 202_706, source: 'Programmets styregruppe, september 2025' },
  longTermTargetUsers: {
    value: null,
    source: 'Udskudt: afventer gebyr, førstevalg, KL og apotekernes beføjelser',
  },
  lowUptakePercent: { value: 6, source: 'Netværksmøder for kommuner under 6 % af de 75-årige og ældre' },
  highUptakePercent: { value: 10, source: 'Programmets fokusområder' },
  medicationHandling: { value: 198_210, source: 'Borgere i kommunal medicinhåndtering 1. august 2025' },
  fullTimeLow: { value: 600, source: 'Muusmann 2023, potentiale i årsværk' },
  fullTimeHigh: { value: 900, source: 'Muusmann 2023, potentiale i årsværk' },
  usersAtFullPhaseIn: {
    value: 114_860,
    source: 'Skøn: 54.860 i september 2024 og 60.000 flere ved fuld indfasning',
  },
  hoursPerFullTime: { value: 1_924, source: 'Skøn: 37 timer i 52 uger, ferie medregnet' },
  municipalityKronerPerCitizenYear: { value: 526, source: 'KL: 33 mio. kr. for 62.725 borgere' },
  regionKronerPerCitizenYear: { value: 1_007.5, source: 'Danske Regioner: 60,45 mio. kr. for 60.000 flere' },
} as const satisfies Record<string, Shipped>;

export type ParameterKey = keyof typeof shipped;
export const parameterKeys = Object.keys(shipped) as ParameterKey[];

export interface Parameter extends Shipped {
  key: ParameterKey;
  /** Null while it is as shipped. */
  recordedAt: string | null;
}

export async function listParameters(pool: Pool): Promise<Parameter[]> {
  const { rows } = await pool.query<{ key: string; value: number | null; source: string; at: Date }>(
    'select distinct on (key) key, value, source, recorded_at as at from parameter order by key, seq desc',
  );
  const recorded = new Map(rows.map((row) => [row.key, row]));
  return parameterKeys.map((key) => {
    const own = recorded.get(key);
    return own
      ? { key, value: own.value, source: own.source, recordedAt: own.at.toISOString() }
      : { key, ...shipped[key], recordedAt: null };
  });
}

/** Earlier values stay in the table. */
export async function changeParameter({ pool, clock }: Store, caller: Caller, given: ChangeParameter): Promise<void> {
  const { key, value, source } = given;
  await inTransaction(pool, async (client) => {
    const at = await clock(client);
    await client.query(
      'insert into parameter (key, value, source, recorded_at, recorded_by) values ($1, $2, $3, $4, $5)',
      [key, value, source, at, caller.id],
    );
    await writeAudit(client, { at, caller, action: 'change', detail: `parameter ${key}`, purpose: 'coordination' });
  });
}
