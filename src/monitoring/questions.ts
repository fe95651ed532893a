import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsISO8601, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { PageQuery } from '../page-query.ts';

export const incidentStatuses = ['open', 'resolved'] as const;
export const incidentKinds = ['effect', 'inbox', 'timer', 'broadcast', 'ledger', 'fmk'] as const;

export class IncidentsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: incidentStatuses, default: 'open' })
  @IsOptional()
  @IsIn(incidentStatuses)
  status: (typeof incidentStatuses)[number] = 'open';

  @ApiPropertyOptional({ enum: incidentKinds })
  @IsOptional()
  @IsIn(incidentKinds)
  kind?: (typeof incidentKinds)[number];
}

/** Which open incidents are tried again; all that the caller may see where nothing is said. */
export class RetryIncidents {
  @ApiProperty({ description: 'Counts, and changes nothing' })
  @IsBoolean()
  dryRun!: boolean;

  @ApiPropertyOptional({ enum: incidentKinds })
  @IsOptional()
  @IsIn(incidentKinds)
  kind?: (typeof incidentKinds)[number];

  @ApiPropertyOptional({ format: 'uuid', description: 'Who it failed for' })
  @IsOptional()
  @IsUUID()
  organisation?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @IsISO8601({ strict: true })
  openedFrom?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @IsISO8601({ strict: true })
  openedBefore?: string;

  @ApiPropertyOptional({ description: 'Part of the last error; for administrators' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  error?: string;
}
