/** What callers ask with. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsISO8601, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import type { Role } from '../../workflows/definition.ts';
import { snoozeReasons } from './snooze-task.ts';
import type { SnoozeReason } from './snooze-task.ts';

const taskRoles = [
  'municipalNurse',
  'gp',
  'prescribingPharmacist',
  'hospitalWard',
  'coordinator',
] as const satisfies readonly Role[];
const yesOrNo = ['true', 'false'] as const;

export class PageQuery {
  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  after?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;
}

export class CasesQuery extends PageQuery {
  @ApiPropertyOptional({ description: '`open`, `closed`, or a region and its state, such as `lifecycle.active`' })
  @IsOptional()
  @Matches(/^[A-Za-z.+]{1,200}$/, { message: 'state must be open, closed, or a region and its state' })
  state?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  municipality?: string;
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

  @ApiPropertyOptional({ enum: yesOrNo, description: 'Snoozed tasks too' })
  @IsOptional()
  @IsIn(yesOrNo)
  snoozed?: 'true' | 'false';
}

export class CitizenSearch {
  @ApiProperty({ description: 'Ten digits, with or without a hyphen' })
  @IsString()
  @MaxLength(11)
  cpr!: string;
}

export class HandOver {
  @ApiProperty({ format: 'uuid', description: 'An active colleague with the same role' })
  @IsUUID()
  to!: string;
}

export class Snooze {
  @ApiProperty({ format: 'date-time', description: 'At the latest the task’s deadline' })
  @IsISO8601({ strict: true })
  @Matches(/T.+(Z|[+-]\d\d:?\d\d)$/, { message: '$property must say its offset from UTC' })
  until!: string;

  @ApiProperty({ enum: snoozeReasons })
  @IsIn(snoozeReasons)
  reason!: SnoozeReason;
}
