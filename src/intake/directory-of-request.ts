import type { DataSource } from 'typeorm';
import { IsNull, LessThanOrEqual, MoreThanOrEqual, Or, Raw } from 'typeorm';
import type { JsonObject } from '../../workflows/definition.ts';
import { poolOf } from '../db/data-source.ts';
import { organisationFacts } from '../db/organisation-facts.query.ts';
import { Organisation } from '../db/tables.ts';
import { danishDay, findOrganisation } from '../directory/find-organisation.query.ts';
import type { OrganisationIdentifier } from '../directory/find-organisation.query.ts';
import { glnOf, municipalityCodeOf, sorOf, ydernummerOf } from '../kernel/identifiers.ts';

/** An organisation as FMK names it. */
type Unit = { source: string; id: string };

/**
 * A request as FMK shows it, with what the directory knows of the units it names and of the citizen's municipality: a chart
 * reads no directory. A unit that is not found is told as unknown, and the request is watched all the more.
 */
export async function withDirectory(
  dataSource: DataSource,
  municipalityId: string,
  data: JsonObject,
  at: string,
): Promise<JsonObject> {
  const known = (list: unknown) => Promise.all(unitsIn(list).map((unit) => find(dataSource, unit, at)));
  const [addressedTo, cancelledBy, orderedBy, factsOf] = await Promise.all([
    known(data['addressedTo']),
    known(data['cancelledBy']),
    known(data['orderedBy']),
    organisationFacts(poolOf(dataSource), [municipalityId], danishDay(at)),
  ]);
  const { careRecord } = factsOf(municipalityId);
  return {
    ...data,
    directory: {
      addressedTo: addressedTo.map(shown),
      cancelledBy: cancelledBy.map(shown),
      ...(careRecord && { careRecord }),
      isMunicipalitys: orderedBy.some((unit) => unit?.id === municipalityId),
    },
  };
}

function unitsIn(list: unknown): Unit[] {
  return Array.isArray(list) ? (list as Unit[]) : [];
}

function shown(unit: Organisation | null) {
  if (!unit) return null;
  const { kind, regionCode, takesRequests } = unit;
  return { kind, takesRequests, ...(regionCode && { region: regionCode }) };
}

async function find(dataSource: DataSource, { source, id }: Unit, at: string): Promise<Organisation | null> {
  if (source === 'SKS') return findBySks(dataSource, id, at);
  const identifier = identifierOf(source, id);
  return (identifier && (await findOrganisation(dataSource, identifier, at))) ?? null;
}

/** FMK's names for the kinds of identifier (domain §4.1.6); the others name nobody that a request is addressed to. */
function identifierOf(source: string, id: string): OrganisationIdentifier | undefined {
  switch (source) {
    case 'SOR': {
      const sor = sorOf(id);
      return sor && { sor };
    }
    case 'Yder': {
      const ydernummer = ydernummerOf(id);
      return ydernummer && { ydernummer };
    }
    case 'EAN-Lokationsnummer': {
      const gln = glnOf(id);
      return gln && { gln };
    }
    case 'Kommunekode': {
      const municipalityCode = municipalityCodeOf(id);
      return municipalityCode && { municipalityCode };
    }
    default:
      return undefined;
  }
}

/** The code of a department begins with that of its hospital: the nearest that the directory has tells the region. */
async function findBySks(dataSource: DataSource, id: string, at: string): Promise<Organisation | null> {
  const day = danishDay(at);
  const [nearest] = await dataSource.manager.find(Organisation, {
    where: {
      sks: Raw((sks) => `:id like ${sks} || '%'`, { id }),
      validFrom: LessThanOrEqual(day),
      validTo: Or(IsNull(), MoreThanOrEqual(day)),
    },
    order: { sks: 'desc' },
    take: 1,
  });
  return nearest ?? null;
}
