import type { PoolClient } from 'pg';
import { danishDate } from '../../workflows/calendar.ts';
import { tariffs } from '../../workflows/policy/tariff.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { Problem } from '../kernel/problem.ts';
import { changeRules } from './change-rules.ts';
import type { EnterTariff } from './questions.ts';

/**
 * From its first day on, rolls handed out are charged by it, until the next one's. What was charged before stays. A tariff that
 * has not begun can be entered anew under its name, as a slip of the pen must be; one that has begun is named by charges and stays.
 */
export async function enterTariff(store: Store, caller: Caller, given: EnterTariff): Promise<void> {
  const { id, validFrom } = given;
  const detail = (before: Amounts | undefined): string =>
    `enter the tariff ${id} from ${validFrom}: ${fromTo(before, given)}`;
  await changeRules(store, caller, { from: validFrom, field: 'validFrom', detail }, async (client, at) => {
    await refuseSameDay(client, id, validFrom);
    const before = await amountsOf(client, id);
    const { rowCount } = await client.query(
      `insert into tariff (id, valid_from, source, dispatch_ore, packing_ore, fee_days, vat_percent, delivery_ore, gp_start_ore,
         re_prescription_ore, entered_at, entered_by)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 where not $1 = any($13::text[])
       on conflict (id) do update set valid_from = excluded.valid_from, source = excluded.source,
         dispatch_ore = excluded.dispatch_ore, packing_ore = excluded.packing_ore, fee_days = excluded.fee_days,
         vat_percent = excluded.vat_percent, delivery_ore = excluded.delivery_ore, gp_start_ore = excluded.gp_start_ore,
         re_prescription_ore = excluded.re_prescription_ore, entered_at = excluded.entered_at, entered_by = excluded.entered_by
         where tariff.valid_from > $14`,
      [
        ...[id, validFrom, given.source, given.dispatchOre, given.packingOre, given.feeDays],
        ...[given.vatPercent, given.deliveryOre, given.gpStartOre, given.rePrescriptionOre, at, caller.id],
        ...[tariffs.map((shipped) => shipped.id), danishDate(at)],
      ],
    );
    if (rowCount === 0) {
      const message = `Expected a new name, but ${id} is taken by a tariff that has begun: charges name it, so it is never changed`;
      throw new Problem(409, 'tariff-known', 'There is a tariff of this name', message, {
        faults: [{ field: 'id', message, rule: 'nameTaken' }],
      });
    }
    return before;
  });
}

type Amounts = Omit<EnterTariff, 'id' | 'source'>;

async function amountsOf(client: PoolClient, id: string): Promise<Amounts | undefined> {
  const { rows } = await client.query<Amounts>(
    `select valid_from::text as "validFrom", dispatch_ore as "dispatchOre", packing_ore as "packingOre", fee_days as "feeDays",
       vat_percent as "vatPercent", delivery_ore as "deliveryOre", gp_start_ore as "gpStartOre",
       re_prescription_ore as "rePrescriptionOre" from tariff where id = $1`,
    [id],
  );
  return rows[0];
}

/** Every amount of a new tariff, and of one entered anew what was changed: who reads the log sees both. */
function fromTo(before: Amounts | undefined, { id: _, source: _source, ...now }: EnterTariff): string {
  const said = (Object.keys(now) as (keyof Amounts)[]).flatMap((name) => {
    if (!before) return `${name} ${now[name]}`;
    return before[name] === now[name] ? [] : `${name} ${before[name]} → ${now[name]}`;
  });
  return said.join(', ') || 'the same amounts';
}

/** Of two from one day it would be chance which is charged. */
async function refuseSameDay(client: PoolClient, id: string, validFrom: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>('select id from tariff where valid_from = $1 and id <> $2', [
    validFrom,
    id,
  ]);
  const other = rows[0]?.id ?? tariffs.find((shipped) => shipped.validFrom === validFrom)?.id;
  if (other === undefined) return;
  const message = `Expected a day of its own, but ${other} begins on ${validFrom} too: choose another day, or enter ${other} anew`;
  throw new Problem(409, 'tariff-day-taken', 'There is a tariff from this day', message, {
    faults: [{ field: 'validFrom', message, rule: 'dayTaken' }],
  });
}
