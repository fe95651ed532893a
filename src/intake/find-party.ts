import type { DataSource } from 'typeorm';
import { Organisation } from '../db/tables.ts';
import type { OrganisationKind } from '../db/tables.ts';
import { findOrganisation } from '../directory/find-organisation.query.ts';
import type { OrganisationIdentifier } from '../directory/find-organisation.query.ts';
import { glnOf, municipalityCodeOf, sorOf, ydernummerOf } from '../kernel/identifiers.ts';
import { uuidPattern } from '../kernel/page.ts';

/** An organisation in operation by its id, or by the identifier that its kind goes by outside. */
export async function findParty(
  dataSource: DataSource,
  kind: OrganisationKind,
  text: string,
  at: string,
): Promise<Organisation | undefined> {
  const found = await find(dataSource, kind, text, at);
  return found?.kind === kind && (found.validTo ?? at) >= at.slice(0, 10) ? found : undefined;
}

async function find(dataSource: DataSource, kind: OrganisationKind, text: string, at: string) {
  if (uuidPattern.test(text)) return dataSource.manager.findOneBy(Organisation, { id: text });
  const identifier = identifierOf(kind, text);
  return identifier && findOrganisation(dataSource, identifier, at);
}

function identifierOf(kind: OrganisationKind, text: string): OrganisationIdentifier | undefined {
  const municipalityCode = kind === 'municipality' ? municipalityCodeOf(text) : undefined;
  if (municipalityCode) return { municipalityCode };
  const ydernummer = kind === 'gpPractice' ? ydernummerOf(text) : undefined;
  if (ydernummer) return { ydernummer };
  const gln = glnOf(text);
  if (gln) return { gln };
  const sor = sorOf(text);
  return sor && { sor };
}
