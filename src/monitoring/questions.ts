import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export const incidentStatuses = ['open', 'resolved'] as const;
export const inboxStatuses = ['received', 'handled', 'unmatched', 'unreadable', 'faulted'] as const;

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

export class IncidentsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: incidentStatuses, default: 'open' })
  @IsOptional()
  @IsIn(incidentStatuses)
  status: (typeof incidentStatuses)[number] = 'open';
}

export class InboxQuery extends PageQuery {
  @ApiPropertyOptional({ enum: inboxStatuses })
  @IsOptional()
  @IsIn(inboxStatuses)
  status?: (typeof inboxStatuses)[number];
}
