import type { JsonObject } from '../../workflows/definition.ts';
import type { Store } from '../db/store.ts';
import { agreedCutOff } from './agreed-cut-off.query.ts';
import type { CitizenCase } from './find-citizen-case.query.ts';
import { findParty } from './find-party.ts';

/**
 * A period as FMK shows it, with what a chart cannot read: our organisation for the pharmacy that its card is made out to, which
 * FMK names by its location number (EAN), and until when an agreement lets the roll be changed. It is journalled with the fact,
 * so that the case can be told again: a roll goes by the agreement of when FMK last told something new of it.
 */
export async function withDirectory(
  { dataSource, pool }: Store,
  found: Pick<CitizenCase, 'caseId' | 'municipalityId'>,
  data: JsonObject,
  at: string,
): Promise<JsonObject> {
  const { orderedAtPharmacy, startDate, deadline } = data;
  const ordered =
    typeof orderedAtPharmacy === 'string' ? await findParty(dataSource, 'pharmacy', orderedAtPharmacy, at) : undefined;
  // Told by FMK itself, the instant needs no agreement.
  const isOpen = typeof startDate === 'string' && deadline === undefined;
  const agreed = isOpen ? await agreedCutOff(pool, found, startDate, ordered?.id) : undefined;
  return {
    ...data,
    ...(ordered && { directory: { orderedAt: ordered.id } }),
    ...(agreed && { agreedCutOff: { ...agreed } }),
  };
}
