/** What the API answers about organisations and callers: one class per object, for the OpenAPI document and the types alike. */
import { ApiProperty } from '@nestjs/swagger';
import type { Role } from '../../workflows/definition.ts';
import type { Caller } from '../auth/caller.ts';
import type { OrganisationFacts } from '../db/organisation-facts.query.ts';
import { clusterPackages, organisationKinds } from '../db/tables.ts';
import type { ClusterPackage, Organisation, OrganisationKind } from '../db/tables.ts';

const IsId = (): PropertyDecorator => ApiProperty({ type: String, format: 'uuid' });
const IsTextOrNull = (description: string): PropertyDecorator =>
  ApiProperty({ type: String, nullable: true, description });

export class DirectoryOrganisationView {
  @IsId() id!: string;
  @ApiProperty({ enum: organisationKinds, enumName: 'OrganisationKind' }) kind!: OrganisationKind;
  @ApiProperty() name!: string;
  @IsTextOrNull('SOR id, 15 digits') sor!: string | null;
  @IsTextOrNull('GS1 global location number, 13 digits') gln!: string | null;
  @IsTextOrNull('Provider number of a general practice, six digits') ydernummer!: string | null;
  @IsTextOrNull('Number of a pharmacy') pharmacyNumber!: string | null;
  @IsTextOrNull('Four digits') municipalityCode!: string | null;
  @IsTextOrNull('Four digits') regionCode!: string | null;
  @IsTextOrNull('Record system of a general practice today, as reference/practice-systems names it') practiceSystem!:
    string | null;
  @IsTextOrNull('Kvalitetsklynge of a general practice, today') qualityCluster!: string | null;
  @ApiProperty({
    enum: clusterPackages,
    enumName: 'ClusterPackage',
    nullable: true,
    description: 'How far that cluster has come with the package on dose packing (klyngepakke), today',
  })
  clusterPackage!: ClusterPackage | null;
  @IsTextOrNull('Care record (EOJ) of a municipality, today') careRecord!: string | null;
  @IsTextOrNull('Where that care record is opened, today; `{case}` stands for the id of a case')
  careRecordLink!: string | null;
  @ApiProperty({ description: 'Whom to call when nobody acts' }) dutyContact!: string;
}

export class DirectoryOrganisationPage {
  @ApiProperty({ type: [DirectoryOrganisationView] }) items!: DirectoryOrganisationView[];
  @IsTextOrNull('Give it back as `after`; null on the last page') next!: string | null;
}

export class CallerView {
  @IsId() id!: string;
  @ApiProperty({ enum: ['person', 'client'] }) kind!: 'person' | 'client';
  @ApiProperty() name!: string;
  @ApiProperty({ type: String }) role!: Role;
  @ApiProperty({ type: [String] }) scopes!: readonly string[];
  @ApiProperty() organisation!: DirectoryOrganisationView;
}

/** Field by field: an address that receives events, for one, is its owner's business. */
export function organisationView(organisation: Organisation, facts: OrganisationFacts): DirectoryOrganisationView {
  const { id, kind, name, sor, gln, ydernummer, pharmacyNumber, municipalityCode, regionCode } = organisation;
  const { dutyContact } = organisation;
  const { practiceSystem, qualityCluster, clusterPackage, careRecord, careRecordLink } = facts;
  const known = { practiceSystem, qualityCluster, clusterPackage, careRecord, careRecordLink };
  const identifiers = { sor, gln, ydernummer, pharmacyNumber, municipalityCode, regionCode };
  return { id, kind, name, ...identifiers, ...known, dutyContact };
}

export function callerView(
  { id, kind, name, role, scopes }: Caller,
  organisation: DirectoryOrganisationView,
): CallerView {
  return { id, kind, name, role, scopes, organisation };
}
