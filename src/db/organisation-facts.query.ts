import type { Pool } from 'pg';
import type { CareRecord, ClusterPackage, PracticeSystem } from './tables.ts';

/** What the dated rows of reference data say of an organisation on one day; null where no row is valid. */
export interface OrganisationFacts {
  /** Of a general practice. */
  practiceSystem: PracticeSystem | null;
  /** Kvalitetsklynge of a general practice, never a health cluster (sundhedsklynge). */
  qualityCluster: string | null;
  /** How far that cluster has come with the package on dose packing. */
  clusterPackage: ClusterPackage | null;
  /** Of a municipality. */
  careRecord: CareRecord | null;
  /** Where that care record is opened: an address, in which `{case}` stands for the id of a case. */
  careRecordLink: string | null;
}

const nothingKnown: OrganisationFacts = {
  practiceSystem: null,
  qualityCluster: null,
  clusterPackage: null,
  careRecord: null,
  careRecordLink: null,
};

/** What each of these organisations has on this day (`2027-01-01`): of rows that overlap, the one that began last counts. */
export async function organisationFacts(
  pool: Pool,
  organisationIds: readonly string[],
  day: string,
): Promise<(organisationId: string) => OrganisationFacts> {
  const { rows } = await pool.query<OrganisationFacts & { id: string }>({
    name: 'organisation-facts',
    text: `select o.id, p.value as "practiceSystem", q.value as "qualityCluster", k.value as "clusterPackage", c.value as "careRecord", l.value as "careRecordLink"
      from unnest($1::uuid[]) as o(id)
      left join lateral (${valid('practice_system', 'organisation_id = o.id')}) p on true
      left join lateral (${valid('quality_cluster', 'organisation_id = o.id')}) q on true
      left join lateral (${valid('cluster_package', 'quality_cluster = q.value')}) k on true
      left join lateral (${valid('care_record', 'organisation_id = o.id')}) c on true
      left join lateral (${valid('care_record_link', 'organisation_id = o.id')}) l on true`,
    values: [organisationIds, day],
  });
  const known = new Map(rows.map(({ id, ...facts }) => [id, facts]));
  return (organisationId) => known.get(organisationId) ?? nothingKnown;
}

const valid = (table: string, whose: string): string =>
  `select value from ${table} where ${whose} and valid_from <= $2 and (valid_to is null or $2 <= valid_to)
   order by valid_from desc limit 1`;
