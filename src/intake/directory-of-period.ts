import type { DataSource } from 'typeorm';
import type { JsonObject } from '../../workflows/definition.ts';
import { findParty } from './find-party.ts';

/**
 * A period as FMK shows it, with our organisation for the pharmacy that its card is made out to: a chart reads no directory, and
 * FMK names the pharmacy by its location number (EAN). One that the directory does not know is left out.
 */
export async function withPharmacy(dataSource: DataSource, data: JsonObject, at: string): Promise<JsonObject> {
  const { orderedAtPharmacy } = data;
  if (typeof orderedAtPharmacy !== 'string') return data;
  const pharmacy = await findParty(dataSource, 'pharmacy', orderedAtPharmacy, at);
  return pharmacy ? { ...data, directory: { orderedAt: pharmacy.id } } : data;
}
