import { tariffs } from '../../workflows/policy/tariff.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { Problem } from '../kernel/problem.ts';
import { changeRules } from './change-rules.ts';
import type { EnterTariff } from './questions.ts';

/** From its first day on, rolls handed out are charged by it. What was charged before stays. */
export async function enterTariff(store: Store, caller: Caller, given: EnterTariff): Promise<void> {
  const detail = `enter the tariff ${given.id} from ${given.validFrom}`;
  await changeRules(store, caller, { from: given.validFrom, detail }, async (client, at) => {
    const { rowCount } = await client.query(
      `insert into tariff (id, valid_from, source, dispatch_ore, packing_ore, fee_days, vat_percent, delivery_ore, gp_start_ore,
         re_prescription_ore, entered_at, entered_by)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 where not $1 = any($13::text[]) on conflict (id) do nothing`,
      [
        ...[given.id, given.validFrom, given.source, given.dispatchOre, given.packingOre, given.feeDays],
        ...[given.vatPercent, given.deliveryOre, given.gpStartOre, given.rePrescriptionOre, at, caller.id],
        tariffs.map(({ id }) => id),
      ],
    );
    if (rowCount === 0) {
      throw new Problem(
        409,
        'tariff-known',
        'There is a tariff of this name',
        `Expected a new name, but ${given.id} is taken: a tariff is never changed, as charges name it`,
      );
    }
  });
}
