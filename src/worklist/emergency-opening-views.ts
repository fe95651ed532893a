/** What the API answers about cases opened in an emergency. */
import { ApiProperty } from '@nestjs/swagger';
import { FoundCaseView } from './views.ts';

const IsId = (): PropertyDecorator => ApiProperty({ type: String, format: 'uuid' });
const IsAt = (): PropertyDecorator => ApiProperty({ type: String, format: 'date-time' });
const IsTextOrNull = (description: string): PropertyDecorator =>
  ApiProperty({ type: String, nullable: true, description });

export const verdicts = ['approved', 'objected'] as const;
export type Verdict = (typeof verdicts)[number];

export class OpenedInEmergencyView {
  @ApiProperty({ type: [FoundCaseView] }) items!: FoundCaseView[];
  @IsAt() until!: string;
}

export class OpenerView {
  @IsId() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() role!: string;
}

export class FollowUpView {
  @ApiProperty({ enum: verdicts }) verdict!: Verdict;
  @IsTextOrNull('Null once the citizen is erased') note!: string | null;
  @IsAt() at!: string;
  @IsTextOrNull('Name of the data protection officer') by!: string | null;
}

export class EmergencyOpeningView {
  @IsId() id!: string;
  @IsId() case!: string;
  @ApiProperty() person!: OpenerView;
  @ApiProperty({ description: 'Name of the organisation that the person acted for' }) organisation!: string;
  @IsTextOrNull('As given; null once the citizen is erased') reason!: string | null;
  @IsAt() openedAt!: string;
  @IsAt() until!: string;
  @ApiProperty({ type: FollowUpView, nullable: true }) followUp!: FollowUpView | null;
}

export class EmergencyOpeningPage {
  @ApiProperty({ type: [EmergencyOpeningView] }) items!: EmergencyOpeningView[];
  @IsTextOrNull('To be given as `after`; null on the last page') next!: string | null;
}
