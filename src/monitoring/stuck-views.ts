/** What is asked and answered about cases that stand still. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import type { Role, Text, WorkflowName } from '../../workflows/definition.ts';
import { PageQuery } from '../page-query.ts';
import { careRecords } from '../db/tables.ts';
import { stuckCauses } from '../kernel/stuck-causes.ts';
import type { StuckCause } from '../kernel/stuck-causes.ts';

const knownRecords = [...careRecords, 'unknown'] as const;

export class StuckQuery extends PageQuery {
  @ApiPropertyOptional({ enum: stuckCauses, enumName: 'StuckCause' })
  @IsOptional()
  @IsIn(stuckCauses)
  cause?: StuckCause;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  municipality?: string;

  @ApiPropertyOptional({
    enum: knownRecords,
    enumName: 'StuckCareRecord',
    description: 'Only municipalities with this care record (EOJ) today',
  })
  @IsOptional()
  @IsIn(knownRecords)
  careRecord?: (typeof knownRecords)[number];

  @ApiPropertyOptional({ format: 'uuid', description: 'For whom it waits' })
  @IsOptional()
  @IsUUID()
  organisation?: string;

  @ApiPropertyOptional({
    description: 'A state of a chart, after the workflow’s name, such as `dose-dispensing.planning`',
  })
  @IsOptional()
  @Matches(/^[A-Za-z.-]{1,200}$/, { message: 'state must be a workflow and a path in its chart' })
  state?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: 3650, description: 'Overdue for so many days' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(3650)
  minDays?: number;
}

class StuckTitleView implements Text {
  @ApiProperty() da!: string;
  @ApiProperty() en!: string;
}

const IsName = (description: string): PropertyDecorator => ApiProperty({ type: String, description });

class UsualView {
  @ApiProperty({ type: Number, description: 'Half of the earlier stays were shorter' }) medianHours!: number;
  @ApiProperty({ type: Number, description: 'Nine of ten were shorter' }) p90Hours!: number;
  @ApiProperty({ type: 'integer' }) stays!: number;
}

export class StuckView {
  @ApiProperty({ format: 'uuid', description: 'Of the task, or of the incident where a notice did not arrive' })
  id!: string;
  @ApiProperty({ format: 'uuid' }) case!: string;
  @ApiProperty({ format: 'uuid', description: 'The citizen’s case' }) root!: string;
  @ApiProperty({ type: String }) workflow!: WorkflowName;
  @ApiProperty({ enum: stuckCauses, enumName: 'StuckCause' }) cause!: StuckCause;
  @ApiProperty({ type: StuckTitleView, description: 'Why' }) title!: Text;
  @IsName('Who can move it') role!: Role;
  @ApiProperty({ format: 'uuid' }) organisation!: string;
  @ApiProperty() organisationName!: string;
  @ApiProperty({ description: 'Whom to call there when nobody acts' }) dutyContact!: string;
  @ApiProperty({ format: 'uuid' }) municipality!: string;
  @ApiProperty() municipalityName!: string;
  @ApiProperty({ type: String, format: 'date-time', description: 'When it first became overdue' }) since!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Since when it waits in this state' })
  waitingSince!: string | null;
  @ApiProperty({ type: UsualView, nullable: true, description: 'How long earlier stays in this state lasted' })
  usual!: UsualView | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When someone last sent a reminder' })
  toldAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) remindedAt!: string;
  @ApiProperty({ description: 'Someone has taken the task' }) claimed!: boolean;
}

export class StuckPage {
  @ApiProperty({ type: [StuckView] }) items!: StuckView[];
  @ApiProperty({ type: String, nullable: true, description: 'To be given as `after`; null on the last page' })
  next!: string | null;
}

export class StuckCountView {
  @ApiProperty({ enum: stuckCauses, enumName: 'StuckCause' }) cause!: StuckCause;
  @ApiProperty({ format: 'uuid' }) municipality!: string;
  @ApiProperty() municipalityName!: string;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Null where fewer than five are hidden' })
  count!: number | null;
}

export class WaitingCountView {
  @ApiProperty({ type: String }) workflow!: WorkflowName;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ description: 'Dotted path from the root of the chart' }) state!: string;
  @ApiProperty({ type: 'integer', nullable: true }) waiting!: number | null;
  @ApiProperty({ type: 'integer', nullable: true }) overdue!: number | null;
}

export class StuckSummaryView {
  @ApiProperty({ description: 'The caller sees numbers, and not which cases they are' }) numbersOnly!: boolean;
  @ApiProperty({ type: [StuckCountView] }) counts!: StuckCountView[];
  @ApiProperty({ type: [WaitingCountView], description: 'How many wait in each state' }) states!: WaitingCountView[];
}
