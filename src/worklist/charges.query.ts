import type { Pool } from 'pg';

export interface ChargeRow {
  caseId: string;
  kind: string;
  handedOutOn: string;
  days: number;
  tariff: string;
  dispatchOre: number;
  packingOre: number;
  deliveryOre: number;
  serviceOre: number;
  regionOre: number;
  citizenOre: number;
  municipalityOre: number;
  unknownOre: number;
  chargedAt: Date;
  reversedAt: Date | null;
}

/** The fee ledger of these cases: what stands, and what was reversed, oldest first. */
export async function listCharges(pool: Pool, caseIds: readonly string[]): Promise<ChargeRow[]> {
  const { rows } = await pool.query<ChargeRow>(
    `select case_id as "caseId", kind, handed_out_on::text as "handedOutOn", days, tariff, dispatch_ore as "dispatchOre",
       packing_ore as "packingOre", delivery_ore as "deliveryOre", service_ore as "serviceOre", region_ore as "regionOre", citizen_ore as "citizenOre",
       municipality_ore as "municipalityOre", unknown_ore as "unknownOre", charged_at as "chargedAt", reversed_at as "reversedAt"
     from fee_charge where case_id = any($1::uuid[]) order by charged_at, case_id, seq`,
    [caseIds],
  );
  return rows;
}
