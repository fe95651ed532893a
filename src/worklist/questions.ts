/** What callers ask with. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, IsIn, IsOptional, IsString, IsUUID, Length, Matches, MaxLength } from 'class-validator';
import type { Role, WorkflowName } from '../../workflows/definition.ts';
import { verdicts } from './emergency-opening-views.ts';
import type { Verdict } from './emergency-opening-views.ts';
import { snoozeReasons } from './snooze-task.ts';
import type { SnoozeReason } from './snooze-task.ts';
import { PageQuery } from '../page-query.ts';

const taskRoles = [
  'municipalNurse',
  'gp',
  'prescribingPharmacist',
  'hospitalWard',
  'coordinator',
] as const satisfies readonly Role[];
const workflowNames = [
  'dose-dispensing',
  'dispensing-period',
  'hospital-stay',
  'prescription-request',
  'back-order',
  'substitution',
] as const satisfies readonly WorkflowName[];
export const dues = ['passed', 'today', 'week'] as const;
const orders = ['id', 'deadline'] as const;
const yesOrNo = ['true', 'false'] as const;

export class CasesQuery extends PageQuery {
  @ApiPropertyOptional({ description: '`open`, `closed`, or a region and its state, such as `lifecycle.active`' })
  @IsOptional()
  @Matches(/^[A-Za-z.+]{1,200}$/, { message: 'state must be open, closed, or a region and its state' })
  state?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  municipality?: string;

  @ApiPropertyOptional({
    enum: orders,
    default: 'id',
    description: 'By id, or the most urgent deadline first and cases without one last. `next` holds for one order',
  })
  @IsOptional()
  @IsIn(orders)
  order: (typeof orders)[number] = 'id';
}

export class TasksQuery extends PageQuery {
  @ApiPropertyOptional({ enum: taskRoles, description: 'The caller’s own role where it is left out' })
  @IsOptional()
  @IsIn(taskRoles)
  role?: (typeof taskRoles)[number];

  @ApiPropertyOptional({ format: 'uuid', description: 'The caller’s own organisation where it is left out' })
  @IsOptional()
  @IsUUID()
  organisation?: string;

  @ApiPropertyOptional({ enum: yesOrNo, description: 'Only what the caller has claimed' })
  @IsOptional()
  @IsIn(yesOrNo)
  mine?: 'true' | 'false';

  @ApiPropertyOptional({ enum: yesOrNo, description: 'Only what nobody has claimed' })
  @IsOptional()
  @IsIn(yesOrNo)
  free?: 'true' | 'false';

  @ApiPropertyOptional({ enum: workflowNames, enumName: 'WorkflowName', description: 'Only tasks of such cases' })
  @IsOptional()
  @IsIn(workflowNames)
  workflow?: (typeof workflowNames)[number];

  @ApiPropertyOptional({ enum: dues, description: 'Only what was due before now, is due today, or within a week' })
  @IsOptional()
  @IsIn(dues)
  due?: (typeof dues)[number];

  @ApiPropertyOptional({ enum: yesOrNo, description: 'Snoozed tasks too' })
  @IsOptional()
  @IsIn(yesOrNo)
  snoozed?: 'true' | 'false';
}

/** By number or by name, one of them. */
export class CitizenSearch {
  @ApiPropertyOptional({ description: 'Ten digits, with or without a hyphen' })
  @IsOptional()
  @IsString()
  @MaxLength(11)
  cpr?: string;

  @ApiPropertyOptional({ description: 'Beginnings of the words of a name, in any order; at least two letters' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  @Matches(/\p{L}{2}/u, { message: 'Skriv mindst to bogstaver af navnet' })
  name?: string;
}

export class AccessLogQuestion {
  @ApiProperty({ description: 'Ten digits, with or without a hyphen' })
  @IsString()
  @MaxLength(11)
  cpr!: string;

  @ApiProperty({ enum: ['csv', 'fhir'], description: 'A table, or a FHIR R4 collection of AuditEvents' })
  @IsIn(['csv', 'fhir'])
  format!: 'csv' | 'fhir';

  @ApiPropertyOptional({ enum: ['da', 'en'], description: 'Of the table: Danish unless English is asked for' })
  @IsOptional()
  @IsIn(['da', 'en'])
  language?: 'da' | 'en';
}

export class HandOver {
  @ApiProperty({ format: 'uuid', description: 'An active colleague with the same role' })
  @IsUUID()
  to!: string;
}

export class Snooze {
  @ApiProperty({ format: 'date-time', description: 'At the latest the task’s `snoozableUntil`' })
  @IsISO8601({ strict: true })
  @Matches(/T.+(Z|[+-]\d\d:?\d\d)$/, { message: '$property must say its offset from UTC' })
  until!: string;

  @ApiProperty({ enum: snoozeReasons })
  @IsIn(snoozeReasons)
  reason!: SnoozeReason;
}

export class EmergencyQuestion {
  @ApiProperty({ description: 'Ten digits, with or without a hyphen' })
  @IsString()
  @MaxLength(11)
  cpr!: string;

  @ApiProperty({ minLength: 10, maxLength: 1000, description: 'Why: the data protection officer reads it' })
  @IsString()
  @Length(10, 1_000, { message: 'Skriv med mindst ti tegn, hvorfor forløbet må åbnes' })
  reason!: string;
}

export class EmergencyOpeningsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: yesOrNo, description: 'Only what nobody has followed up' })
  @IsOptional()
  @IsIn(yesOrNo)
  waiting?: 'true' | 'false';
}

export class FollowUp {
  @ApiProperty({ enum: verdicts, description: 'An objection ends the access at once' })
  @IsIn(verdicts)
  verdict!: Verdict;

  @ApiProperty({ maxLength: 1000 })
  @IsString()
  @Length(1, 1_000, { message: 'Skriv, hvad opfølgningen viste' })
  note!: string;
}

export class NameTreatingCoordinator {
  @ApiProperty({ format: 'uuid', description: 'An active coordinator of the case’s municipality' })
  @IsUUID()
  person!: string;

  @ApiProperty({ format: 'date-time', description: 'Until when he treats the citizen; a time that has come ends it' })
  @IsISO8601({ strict: true })
  @Matches(/T.+(Z|[+-]\d\d:?\d\d)$/, { message: '$property must say its offset from UTC' })
  until!: string;

  @ApiProperty({ minLength: 1, maxLength: 1000 })
  @IsString()
  @Length(1, 1_000, { message: 'Skriv en begrundelse' })
  reason!: string;
}
