import type { Pool } from 'pg';
import { codesOfRegion, eastDenmark } from '../../workflows/reference/regions.ts';

export interface FeeTotal {
  municipality: string;
  rolls: number;
  /** Of each month, the months added: how many are new in one month would otherwise be what two ranges differ by. */
  citizens: number;
  regionOre: number;
  citizenOre: number;
  municipalityOre: number;
  unknownOre: number;
  /** Of the region's share: GPs' starts (code 4500), and pharmacists' re-prescriptions. */
  gpStartOre: number;
  rePrescriptionOre: number;
  /** Citizens of the month that has the fewest, of those that have any: longer ranges that differ by that month would tell of those few. */
  fewestInAMonth: number;
  fewestGpStarts: number;
  fewestRePrescriptions: number;
}

/** Who may see which municipalities: their own, those of their region, or all. */
export interface SeenBy {
  organisationId: string;
  all: boolean;
  /** Today: which regions are one by now. */
  today: string;
}

/** What stands in the fee ledger for rolls handed out and other fees that arose from `from` to `to`, both days included, by municipality. */
export async function feeTotals(
  pool: Pool,
  { organisationId, all, today }: SeenBy,
  from: string,
  to: string,
): Promise<FeeTotal[]> {
  const { rows } = await pool.query<FeeTotal>(
    `with charged as (select f.*, c.family_id from fee_charge f join "case" c on c.id = f.case_id
       where f.reversed_at is null and f.handed_out_on between $1 and $2
         and ($3 or f.municipality_id in (
           select m.id from organisation own join organisation m on m.id = own.id
             or (own.kind = 'region' and m.kind = 'municipality'
               and (m.region_code = own.region_code or m.region_code = any($5) and own.region_code = any($5)))
           where own.id = $4))),
     monthly as (
       select municipality_id, count(distinct family_id) as citizens, ${citizensOf('gpStart')}, ${citizensOf('rePrescription')}
       from charged group by municipality_id, date_trunc('month', handed_out_on)),
     fewest as (
       select municipality_id, sum(citizens)::int as citizens, min(citizens)::int as "fewestInAMonth", coalesce(min("gpStart"), 0)::int as "fewestGpStarts",
         coalesce(min("rePrescription"), 0)::int as "fewestRePrescriptions"
       from monthly group by municipality_id)
     select f.municipality_id as municipality, count(*) filter (where f.kind = 'roll')::int as rolls,
       citizens,
       sum(f.region_ore)::float8 as "regionOre", sum(f.citizen_ore)::float8 as "citizenOre",
       sum(f.municipality_ore)::float8 as "municipalityOre", sum(f.unknown_ore)::float8 as "unknownOre",
       ${oreOf('gpStart')}, ${oreOf('rePrescription')}, "fewestInAMonth", "fewestGpStarts", "fewestRePrescriptions"
     from charged f join fewest using (municipality_id)
     group by f.municipality_id, citizens, "fewestInAMonth", "fewestGpStarts", "fewestRePrescriptions" order by f.municipality_id`,
    [from, to, all, organisationId, codesOfRegion(eastDenmark, today)],
  );
  return rows;
}

type Kind = 'gpStart' | 'rePrescription';

const oreOf = (kind: Kind): string =>
  `coalesce(sum(f.service_ore) filter (where f.kind = '${kind}'), 0)::float8 as "${kind}Ore"`;

const citizensOf = (kind: Kind): string =>
  `nullif(count(distinct family_id) filter (where kind = '${kind}'), 0) as "${kind}"`;
