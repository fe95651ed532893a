import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  MinLength,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import type { Role } from '../../workflows/definition.ts';
import type {
  CareRecord,
  ClusterPackage,
  ContactKind,
  OrganisationKind,
  PracticeSystem,
  Source,
} from '../db/tables.ts';
import {
  careRecords,
  clusterPackages,
  contactKinds,
  organisationKinds,
  practiceSystemIds,
  sources,
} from '../db/tables.ts';
import { glnOf, municipalityCodeOf, sorOf, ydernummerOf } from '../kernel/identifiers.ts';

const personRoles = [
  'municipalNurse',
  'municipalPlanner',
  'gp',
  'practiceStaff',
  'prescribingPharmacist',
  'pharmacyStaff',
  'hospitalWard',
  'coordinator',
  'administrator',
  'dataProtectionOfficer',
] as const satisfies readonly Role[];

/** An identifier that `read` can read; it is kept in the form in which identifiers are compared. */
const IsReadBy = (read: (text: string) => string | undefined, expected: string): PropertyDecorator => {
  const readOf = (value: unknown): unknown => (typeof value === 'string' ? read(value) : undefined);
  return applyTo(
    Transform(({ value }: { value: unknown }) => readOf(value) ?? value),
    ValidateBy({
      name: 'isReadBy',
      validator: {
        validate: (value: unknown) => readOf(value) !== undefined,
        defaultMessage: () => `Expected ${expected}`,
      },
    }),
  );
};

const applyTo =
  (...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };

const IsDay = (): PropertyDecorator => IsISO8601({ strict: true }, { message: 'Expected a day such as 2026-01-31' });

/** A row of organisations.json. */
export class OrganisationRow {
  /** Names the row for persons and makes its id: a new key is a new organisation. */
  @Matches(/^[a-z0-9-]+$/, { message: 'Expected small letters, digits and hyphens' })
  key!: string;

  @IsIn(organisationKinds)
  kind!: OrganisationKind;

  @IsString()
  @MinLength(1)
  name!: string;

  @IsOptional()
  @IsReadBy(sorOf, 'a SOR id of 15 digits')
  sor?: string;

  @IsOptional()
  @IsReadBy(glnOf, 'a GLN of 13 digits whose last one is the check digit')
  gln?: string;

  @IsOptional()
  @IsReadBy(ydernummerOf, 'a provider number (ydernummer) of at most 6 digits')
  ydernummer?: string;

  @IsOptional()
  @Matches(/^\d{4,7}[0-9A-Z]*$/, { message: 'Expected an SKS code, which begins with the four digits of its hospital' })
  sks?: string;

  @IsOptional()
  @IsString()
  pharmacyNumber?: string;

  @ValidateIf((row: OrganisationRow) => row.kind === 'municipality' || row.municipalityCode !== undefined)
  @IsReadBy(municipalityCodeOf, 'a municipality code of 4 digits, which every municipality has')
  municipalityCode?: string;

  @IsOptional()
  @Matches(/^\d{4}$/, { message: 'Expected a region code of 4 digits' })
  regionCode?: string;

  @IsOptional()
  @IsIn(['copy', 'receiver'])
  notificationMode?: 'copy' | 'receiver';

  @IsOptional()
  @IsBoolean()
  takesRequests?: boolean;

  @IsOptional()
  @IsUrl({ protocols: ['https'], require_protocol: true }, { message: 'Expected an address that begins with https://' })
  webhookUrl?: string;

  @IsString()
  @MinLength(1)
  dutyContact!: string;

  @IsOptional()
  @IsDay()
  validFrom?: string;

  @IsOptional()
  @IsDay()
  validTo?: string;
}

/** From when to when something is so, and who says so. */
class DatedRow {
  @IsString()
  @MinLength(1)
  source!: string;

  @IsDay()
  validFrom!: string;

  /** The last day. */
  @IsOptional()
  @IsDay()
  validTo?: string;
}

class OrganisationFactRow extends DatedRow {
  /** A key of organisations.json. */
  @IsString()
  organisation!: string;
}

/** A row of practice-systems.json. */
export class PracticeSystemRow extends OrganisationFactRow {
  @IsIn(practiceSystemIds)
  value!: PracticeSystem;
}

/** A row of quality-clusters.json: the general practices' own cluster (kvalitetsklynge), never a health cluster (sundhedsklynge). */
export class QualityClusterRow extends OrganisationFactRow {
  @IsString()
  @MinLength(1)
  value!: string;
}

/** A row of care-records.json: the EOJ of a municipality. */
export class CareRecordRow extends OrganisationFactRow {
  @IsIn(careRecords)
  value!: CareRecord;
}

/**
 * A row of care-record-links.json: where a municipality's EOJ is opened from a case. Addresses end up in logs (P1), so it holds
 * nothing of the citizen: a plain start page, or `{case}` for the case's own id, which the EOJ may have been told.
 */
export class CareRecordLinkRow extends OrganisationFactRow {
  @Matches(/^https:\/\/[^\s{}]+(\{case\}[^\s{}]*)?$/, {
    message: 'Expected an address that begins with https:// and holds no other placeholder than {case}',
  })
  value!: string;
}

/** A row of cluster-packages.json: a quality cluster that has had the klyngepakke, or ordered its follow-up. */
export class ClusterPackageRow extends DatedRow {
  @IsString()
  @MinLength(1)
  qualityCluster!: string;

  @IsIn(clusterPackages)
  value!: ClusterPackage;
}

/** A row of contacts.json: a health cluster (sundhedsklynge), or the pharmacies' association of a district (kredsforening). */
export class ContactRow {
  @Matches(/^[a-z0-9-]+$/, { message: 'Expected small letters, digits and hyphens' })
  key!: string;

  @IsIn(contactKinds)
  kind!: ContactKind;

  @IsString()
  @MinLength(1)
  name!: string;

  @Matches(/^\d{4}$/, { message: 'Expected a region code of 4 digits' })
  regionCode!: string;

  @IsOptional()
  @IsString()
  healthCouncil?: string;

  @IsString()
  @MinLength(1)
  contact!: string;

  /** Made up for trying out. */
  @IsOptional()
  @IsBoolean()
  artificial?: boolean;

  @IsString()
  @MinLength(1)
  source!: string;

  @IsDay()
  validFrom!: string;

  @IsOptional()
  @IsDay()
  validTo?: string;
}

/** A row of persons.json: a member of staff, or a client of the integration. */
export class PersonRow {
  /** `sub` of the identity provider's tokens. */
  @IsString()
  @MinLength(1)
  subject!: string;

  @IsOptional()
  @IsIn(['person', 'client'])
  kind?: 'person' | 'client';

  @IsString()
  @MinLength(1)
  name!: string;

  @ValidateBy({
    name: 'roleOfKind',
    validator: {
      validate: (role: unknown, about) =>
        (about?.object as PersonRow | undefined)?.kind === 'client'
          ? role === 'client'
          : personRoles.some((each) => each === role),
      defaultMessage: () => `Expected ${personRoles.join(' or ')} for a person, and client for a client`,
    },
  })
  role!: Role;

  /** The key of a row of organisations.json. */
  @IsString()
  organisation!: string;

  /** Of a client: whose facts it may tell, as the third part of an event's type names it. Left out: everyone's. */
  @IsOptional()
  @IsIn(sources, { each: true })
  sources?: Source[];

  @IsOptional()
  @IsBoolean()
  active?: boolean;
}
