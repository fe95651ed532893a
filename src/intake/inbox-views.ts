/** What is asked and answered about messages received: one class per object, for the OpenAPI document and the types. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import type { Text, WorkflowName } from '../../workflows/definition.ts';
import { PageQuery } from '../page-query.ts';
import { medcomSource } from './answer-medcom.ts';
import { eventsSource } from './take-events.ts';
import { fmkSource } from './take-fmk.ts';

export const inboxSources = [medcomSource, eventsSource, fmkSource] as const;
export type InboxSource = (typeof inboxSources)[number];
const inboxStatuses = ['received', 'handled', 'unmatched', 'unreadable', 'faulted'] as const;
export type InboxStatus = (typeof inboxStatuses)[number];

/** Codes, for a free text would be personal data in a clear column (P1). */
const rawReasons = ['faultFinding', 'senderAsks', 'dispute', 'treatment'] as const;
export type RawReason = (typeof rawReasons)[number];

const IsAt = (): PropertyDecorator => ApiProperty({ type: String, format: 'date-time' });
const IsAtOrNull = (description?: string): PropertyDecorator =>
  ApiProperty({ type: String, format: 'date-time', nullable: true, ...(description && { description }) });
const IsIdOrNull = (): PropertyDecorator => ApiProperty({ type: String, format: 'uuid', nullable: true });
const IsTextOrNull = (): PropertyDecorator => ApiProperty({ type: String, nullable: true });

export class InboxQuery extends PageQuery {
  @ApiPropertyOptional({ enum: inboxStatuses, enumName: 'InboxStatus' })
  @IsOptional()
  @IsIn(inboxStatuses)
  status?: InboxStatus;

  @ApiPropertyOptional({ enum: inboxSources, enumName: 'InboxSource' })
  @IsOptional()
  @IsIn(inboxSources)
  source?: InboxSource;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Messages to the family of this case; asked for of everyone but an administrator',
  })
  @IsOptional()
  @IsUUID()
  case?: string;
}

export class InboxRowView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: inboxSources, enumName: 'InboxSource' }) source!: InboxSource;
  @IsAt() receivedAt!: string;
  @ApiProperty() mediaType!: string;
  @ApiProperty({ enum: inboxStatuses, enumName: 'InboxStatus' }) status!: InboxStatus;
  @IsTextOrNull() code!: string | null;
  @IsTextOrNull() headerId!: string | null;
  @IsIdOrNull() case!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true }) reason!: object | null;
  @ApiProperty({ type: 'integer' }) attempts!: number;
  @IsAtOrNull() retryAt!: string | null;
  @IsAtOrNull() deleteAt!: string | null;
}

export class InboxPage {
  @ApiProperty({ type: [InboxRowView] }) items!: InboxRowView[];
  @ApiProperty({ type: String, nullable: true, description: 'To be given as `after`; null on the last page' })
  next!: string | null;
}

export class InboxSourceView {
  @ApiProperty({ enum: inboxSources, enumName: 'InboxSource' }) source!: InboxSource;
  @IsAtOrNull('When the newest came') latestAt!: string | null;
  @ApiProperty({ type: 'integer', description: 'Not finished yet' }) received!: number;
  @ApiProperty({ type: 'integer' }) unreadable!: number;
  @ApiProperty({ type: 'integer' }) faulted!: number;
}

export class InboxSummaryView {
  @ApiProperty({ type: 'integer', description: 'Counting of each number stops here' }) most!: number;
  @ApiProperty({ type: [InboxSourceView] }) sources!: InboxSourceView[];
}

class MessageTextView implements Text {
  @ApiProperty() da!: string;
  @ApiProperty() en!: string;
}

/** A row of the event log that the message caused. */
export class MessageEffectView {
  @ApiProperty({ format: 'uuid' }) case!: string;
  @ApiProperty({ type: String }) workflow!: WorkflowName;
  @ApiProperty({ type: 'integer', description: 'In the event log of the case' }) seq!: number;
  @ApiProperty({ type: MessageTextView }) label!: Text;
  @ApiProperty({ enum: ['accepted', 'refused', 'ignored'] }) outcome!: 'accepted' | 'refused' | 'ignored';
  @IsAt() at!: string;
}

class AcknowledgementView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['ok', 'fatal-error'] }) code!: string;
  @IsAt() at!: string;
}

/** Why the content can or cannot be opened by the caller. */
const contentStates = ['openable', 'ofCitizen', 'deleted'] as const;
export type ContentState = (typeof contentStates)[number];

export class MessageView extends InboxRowView {
  @IsTextOrNull() bundleId!: string | null;
  @ApiProperty({
    type: AcknowledgementView,
    nullable: true,
    description: 'What MedCom’s sender was answered; null where the source has no acknowledgements',
  })
  acknowledgement!: AcknowledgementView | null;
  @IsIdOrNull() root!: string | null;
  @ApiProperty({ type: [MessageEffectView] }) effects!: MessageEffectView[];
  @ApiProperty({
    enum: contentStates,
    enumName: 'ContentState',
    description: '`ofCitizen` is opened by the municipality that treats the citizen alone',
  })
  content!: ContentState;
  @ApiProperty({ description: 'The caller may have it taken up again' }) replayable!: boolean;
}

export class OpenRaw {
  @ApiProperty({ enum: rawReasons, enumName: 'RawReason', description: 'Why: it stands in the access log' })
  @IsIn(rawReasons)
  reason!: RawReason;
}

export class RawMessageView {
  @ApiProperty() mediaType!: string;
  @ApiProperty({ type: 'integer' }) bytes!: number;
  @ApiProperty({ description: 'As UTF-8' }) text!: string;
}
