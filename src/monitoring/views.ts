/** What the API answers about what runs and what does not. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Text } from '../../workflows/definition.ts';
import { incidentKinds } from './questions.ts';

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
  @ApiPropertyOptional({ description: 'What failed, as a code; for administrators' }) what?: string;
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

/** Exactly how many, each once. */
export class RetriesView {
  @ApiProperty({ type: 'integer', description: 'Open incidents that the filter takes' }) matching!: number;
  @ApiProperty({ type: 'integer', description: 'Tried again now; resolved when it succeeds' }) begun!: number;
  @ApiProperty({ type: 'integer', description: 'Found done, and resolved' }) alreadyDone!: number;
  @ApiProperty({ type: 'integer', description: 'Nothing is left to try' }) nothingLeft!: number;
}

export class BroadcastView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() type!: string;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Cases told so far; null for others than administrators where it, or what is left, is a few',
  })
  handled!: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Cases to be told when it began; null likewise' })
  expected!: number | null;
  @IsAt() createdAt!: string;
  @IsAtOrNull() finishedAt!: string | null;
}

export class BroadcastPage {
  @ApiProperty({ type: [BroadcastView] }) items!: BroadcastView[];
  @IsNext() next!: string | null;
}

/** What is otherwise at FMK than in the cases, and no notification had told: given to the cases, and counted. */
export class FmkDifferenceView {
  @ApiProperty({ description: 'The fact as the workflows name it, such as `dispensingPeriodObserved`' }) fact!: string;
  @ApiProperty({ enum: ['told', 'gone'], description: 'gone: FMK no longer shows it' }) change!: string;
  @ApiProperty({ type: 'integer' }) number!: number;
  @ApiProperty({ type: 'integer' }) cases!: number;
}

export class FmkWalkView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['lostAdvis', 'reconciliation'] }) reason!: string;
  @ApiProperty({ type: String, format: 'date-time', description: 'From when on notifications may be missing' })
  since!: string;
  @IsAt() startedAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When all had been asked for' })
  finishedAt!: string | null;
  @ApiProperty({ type: 'integer', description: 'Citizens with an open case, so far' }) asked!: number;
  @ApiProperty({ type: 'integer', description: 'Of them, how many were looked at' }) read!: number;
  @ApiProperty({ type: 'integer', description: 'Of these, where FMK says that nothing has changed' })
  unchanged!: number;
  @ApiProperty({ type: 'integer', description: 'Still to be looked at' }) waiting!: number;
  @ApiProperty({ type: [FmkDifferenceView] }) differences!: FmkDifferenceView[];
}

export class FmkWalkPage {
  @ApiProperty({ type: [FmkWalkView] }) items!: FmkWalkView[];
  @IsNext() next!: string | null;
}
