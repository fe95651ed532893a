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
import type { OrganisationKind } from '../db/tables.ts';
import { organisationKinds } from '../db/tables.ts';
import { glnOf, municipalityCodeOf, sorOf, ydernummerOf } from '../kernel/identifiers.ts';

const personRoles = [
  'municipalNurse',
  'gp',
  'prescribingPharmacist',
  'hospitalWard',
  'coordinator',
  'administrator',
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

  @IsOptional()
  @IsBoolean()
  active?: boolean;
}
