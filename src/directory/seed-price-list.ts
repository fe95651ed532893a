import type { Pool } from 'pg';
import { artificialPriceList } from './register/artificial-price-list.ts';
import { writePriceList } from './write-price-list.ts';

/** The artificial price list, for development and demonstrations, where there is none. */
export async function seedPriceList(pool: Pool): Promise<void> {
  const { rowCount } = await pool.query('select from price_list limit 1');
  if (!rowCount) await writePriceList(pool, artificialPriceList);
}
