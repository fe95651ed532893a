import { IsNull, LessThanOrEqual, MoreThanOrEqual, Or } from 'typeorm';
import type { DataSource } from 'typeorm';
import { Organisation } from '../db/tables.ts';
import type { Gln, MunicipalityCode, Sor, Ydernummer } from '../kernel/identifiers.ts';

export type OrganisationIdentifier =
  { sor: Sor } | { gln: Gln } | { ydernummer: Ydernummer } | { municipalityCode: MunicipalityCode };

const danishDays = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' });

/** The date on Danish calendars at this instant. */
export const danishDay = (at: string): string => danishDays.format(new Date(at));

/** The organisation in operation under this identifier. A municipality code finds the municipality, not those that lie in it. */
export async function findOrganisation(
  dataSource: DataSource,
  identifier: OrganisationIdentifier,
  at: string,
): Promise<Organisation | undefined> {
  const day = danishDay(at);
  const found = await dataSource.manager.findOneBy(Organisation, {
    ...identifier,
    ...('municipalityCode' in identifier && { kind: 'municipality' }),
    validFrom: LessThanOrEqual(day),
    validTo: Or(IsNull(), MoreThanOrEqual(day)),
  });
  return found ?? undefined;
}
