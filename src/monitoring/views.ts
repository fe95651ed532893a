/** What the API answers about what runs and what does not. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Text } from '../../workflows/definition.ts';

const incidentKinds = ['effect', 'inbox', 'timer', 'broadcast', 'ledger'] as const;
export type IncidentKind = (typeof incidentKinds)[number];

const IsAt = (): PropertyDecorator => ApiProperty({ type: String, format: 'date-time' });
const IsAtOrNull = (): PropertyDecorator => ApiProperty({ type: String, format: 'date-time', nullable: true });
const IsIdOrNull = (): PropertyDecorator => ApiProperty({ type: String, format: 'uuid', nullable: true });
const IsTextOrNull = (): PropertyDecorator => ApiProperty({ type: String, nullable: true });
const IsNext = (): PropertyDecorator =>
  ApiProperty({ type: String, nullable: true, description: 'To be given as `after`; null on the last page' });

export class AdviceView implements Text {
  @ApiProperty() da!: string;
  @ApiProperty() en!: string;
}

export class IncidentView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: incidentKinds }) kind!: IncidentKind;
  @ApiProperty({ enum: ['open', 'resolved'] }) status!: string;
  @IsIdOrNull() case!: string | null;
  @IsIdOrNull() organisation!: string | null;
  @IsAt() openedAt!: string;
  @ApiProperty({ type: 'integer' }) attempts!: number;
  @ApiPropertyOptional({ description: 'For administrators' }) lastError?: string;
  @ApiProperty() advice!: AdviceView;
  @IsAtOrNull() resolvedAt!: string | null;
  @IsTextOrNull() resolution!: string | null;
}

export class IncidentPage {
  @ApiProperty({ type: [IncidentView] }) items!: IncidentView[];
  @IsNext() next!: string | null;
}

export class RetryView {
  @ApiProperty({ description: 'True only where it was really done' }) succeeded!: boolean;
  @ApiProperty({ description: 'No attempt has ended yet: it goes on by itself' }) waiting!: boolean;
  @ApiPropertyOptional() lastError?: string;
}

export class InboxRowView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() source!: string;
  @IsAt() receivedAt!: string;
  @ApiProperty() mediaType!: string;
  @ApiProperty({ enum: ['received', 'handled', 'unmatched', 'unreadable', 'faulted'] }) status!: string;
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
  @IsNext() next!: string | null;
}

export class BroadcastView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() type!: string;
  @ApiProperty({ type: 'integer', description: 'Cases told so far' }) handled!: number;
  @ApiProperty({ type: 'integer', description: 'Cases to be told when it began' }) expected!: number;
  @IsAt() createdAt!: string;
  @IsAtOrNull() finishedAt!: string | null;
}

export class BroadcastPage {
  @ApiProperty({ type: [BroadcastView] }) items!: BroadcastView[];
  @IsNext() next!: string | null;
}
