/** What coordinators do with many stuck cases at once, and what they keep: one class per object, for the OpenAPI document and the types. */
import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { Role, Text, WorkflowName } from '../../workflows/definition.ts';
import { PageQuery } from '../page-query.ts';
import { StuckQuery } from './stuck-views.ts';

const count = { type: 'integer' } as const;

/** As the list is filtered. */
export class StuckFilterGiven extends OmitType(StuckQuery, ['after', 'limit'] as const) {}

export class RemindStuck {
  @ApiProperty({ description: 'Counts, and changes nothing' })
  @IsBoolean()
  dryRun!: boolean;

  @ApiProperty({ type: StuckFilterGiven })
  @ValidateNested()
  @Type(() => StuckFilterGiven)
  filter!: StuckFilterGiven;
}

export class ReassignStuck extends RemindStuck {
  @ApiProperty({ format: 'uuid', description: 'An active person of the organisation that the tasks wait for' })
  @IsUUID()
  to!: string;
}

/** Exactly how many, each once. */
export class RemindedView {
  @ApiProperty({ ...count, description: 'Overdue tasks that the filter takes' }) matching!: number;
  @ApiProperty({ ...count, description: 'Whose organisation is told by a message' }) sent!: number;
  @ApiProperty({ ...count, description: 'Whose organisation sees it in Dosisflow alone' }) onlyShown!: number;
  @ApiProperty({ ...count, description: 'Reminded of today already' }) alreadyToday!: number;
  @ApiProperty({ ...count, description: 'Closed in the meantime' }) gone!: number;
}

export class ReassignedView {
  @ApiProperty({ ...count, description: 'Overdue tasks that the filter takes' }) matching!: number;
  @ApiProperty(count) reassigned!: number;
  @ApiProperty(count) alreadyTheirs!: number;
  @ApiProperty({ ...count, description: 'Waits for another organisation than the person’s' }) elsewhere!: number;
  @ApiProperty({ ...count, description: 'Waits for another role than the person’s' }) otherRole!: number;
  @ApiProperty({ ...count, description: 'Closed in the meantime' }) gone!: number;
}

export class StaffQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'For administrators; the caller’s own where it is left out' })
  @IsOptional()
  @IsUUID()
  organisation?: string;
}

class StaffMemberView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String }) role!: Role;
}

export class StaffView {
  @ApiProperty({ type: [StaffMemberView] }) items!: StaffMemberView[];
}

export class SoonQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  municipality?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 336, default: 24, description: 'How far ahead' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(336)
  hours = 24;
}

class SoonTitleView implements Text {
  @ApiProperty() da!: string;
  @ApiProperty() en!: string;
}

export class SoonView {
  @ApiProperty({ format: 'uuid', description: 'Of the task' }) id!: string;
  @ApiProperty({ format: 'uuid' }) case!: string;
  @ApiProperty({ format: 'uuid' }) root!: string;
  @ApiProperty({ type: String }) workflow!: WorkflowName;
  @ApiProperty({ type: SoonTitleView }) title!: Text;
  @ApiProperty({ type: String }) role!: Role;
  @ApiProperty({ format: 'uuid' }) organisation!: string;
  @ApiProperty() organisationName!: string;
  @ApiProperty() dutyContact!: string;
  @ApiProperty() municipalityName!: string;
  @ApiProperty({ type: String, format: 'date-time' }) deadlineAt!: string;
  @ApiProperty() claimed!: boolean;
}

export class SoonPage {
  @ApiProperty({ type: [SoonView] }) items!: SoonView[];
  @ApiProperty({ ...count, description: 'Timers that the system itself has not come to in five minutes' })
  late!: number;
  @ApiProperty({ type: String, nullable: true, description: 'To be given as `after`; null on the last page' })
  next!: string | null;
}

export class SaveView {
  @ApiProperty({ minLength: 1, maxLength: 60, description: 'Of the filter, never of a citizen' })
  @IsString()
  @Length(1, 60, { message: 'Giv visningen et navn på højst 60 tegn' })
  // A name stands in clear, so no CPR number may be in it (P1).
  @Matches(/^(?!.*\d{6}[ -]?\d{4})/, { message: 'Navnet må ikke indeholde et CPR-nummer' })
  name!: string;

  @ApiProperty({ type: StuckFilterGiven })
  @ValidateNested()
  @Type(() => StuckFilterGiven)
  filter!: StuckFilterGiven;
}

export class SavedView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: StuckFilterGiven }) filter!: StuckFilterGiven;
}

export class SavedViewsView {
  @ApiProperty({ type: [SavedView] }) items!: SavedView[];
}
