/** What callers say of collaboration agreements. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { regions } from '../../workflows/reference/regions.ts';
import { routableKinds } from '../../workflows/routing.ts';
import type { AgreedCutOff, Assignee, RoutableKind } from '../../workflows/routing.ts';

const roles = ['municipalNurse', 'gp', 'prescribingPharmacist'] as const satisfies readonly Assignee['role'][];
const parties = ['municipality', 'region', 'gpPractice', 'pharmacy'] as const satisfies readonly Assignee['party'][];

const day = { strict: true } as const;
const IsDay = (): PropertyDecorator => IsISO8601(day, { message: '$property must be a day such as 2026-01-31' });
const isDayOnly = { message: '$property must be a day such as 2026-01-31' };

export class RouteGiven {
  @ApiProperty({ enum: routableKinds, description: 'Kind of task' })
  @IsIn(routableKinds)
  kind!: RoutableKind;

  @ApiProperty({ enum: roles })
  @IsIn(roles)
  role!: (typeof roles)[number];

  @ApiProperty({ enum: parties, description: 'Whose part of the case it is' })
  @IsIn(parties)
  party!: (typeof parties)[number];
}

const dayTypes = ['calendar', 'working'] as const satisfies readonly AgreedCutOff['dayType'][];

export class AgreedCutOffGiven implements AgreedCutOff {
  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: 30,
    description: 'From the cut-off to the first day of the roll',
  })
  @IsInt()
  @Min(0)
  @Max(30)
  days!: number;

  @ApiProperty({ enum: dayTypes })
  @IsIn(dayTypes)
  dayType!: AgreedCutOff['dayType'];

  @ApiProperty({ example: '15:30', description: 'Danish wall-clock time' })
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: '$property must be a time such as 15:30' })
  time!: string;
}

export class RecordAgreement {
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'The caller’s own municipality where it and `region` are left out',
  })
  @IsOptional()
  @IsUUID()
  municipality?: string;

  @ApiPropertyOptional({ description: 'Code of the region whose default this is; administrators only' })
  @IsOptional()
  @IsIn(regions.map(({ code }) => code), { message: 'region must be the code of a region' })
  region?: string;

  @ApiProperty({
    type: [String],
    format: 'uuid',
    description: 'Organisations that agreed; none for a region’s default',
  })
  @IsArray()
  @ArrayMaxSize(200)
  @IsUUID(undefined, { each: true })
  parties!: string[];

  @ApiProperty({ type: [RouteGiven], description: 'At least one, where no change cut-off is agreed' })
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => RouteGiven)
  routes!: RouteGiven[];

  @ApiPropertyOptional({
    type: AgreedCutOffGiven,
    description:
      'Until when the rolls of the pharmacies that agreed can be changed; of rolls that FMK tells something new of from now on, and that begin while the agreement is in force',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => AgreedCutOffGiven)
  changeCutOff?: AgreedCutOffGiven;

  @ApiProperty({ format: 'date', description: 'First day in force, today at the earliest' })
  @IsDay()
  @Matches(/^\d{4}-\d\d-\d\d$/, isDayOnly)
  validFrom!: string;

  @ApiPropertyOptional({ format: 'date', description: 'Last day in force' })
  @IsOptional()
  @IsDay()
  @Matches(/^\d{4}-\d\d-\d\d$/, isDayOnly)
  validTo?: string;
}

export class EndAgreement {
  @ApiProperty({ format: 'date', description: 'Last day in force, today at the earliest' })
  @IsDay()
  @Matches(/^\d{4}-\d\d-\d\d$/, isDayOnly)
  lastDay!: string;
}

export class MoveRunningTasks {
  @ApiPropertyOptional({ description: 'The `next` of the answer before' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  after?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 500, default: 200 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 200;
}
