/** What a pharmacy is told of rolls that may turn out wrong. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsRenewal } from './coverage-views.ts';
import type { Renewal } from './coverage-views.ts';
import { rollRiskKinds } from './roll-risks.ts';
import type { RollRiskKind } from './roll-risks.ts';
import { IsDate } from './view-fields.ts';
import { CitizenView, PackedDrugView } from './views.ts';

export class RollRiskView {
  @ApiProperty({
    enum: rollRiskKinds,
    enumName: 'RollRiskKind',
    description:
      'Of the citizen’s case: on hold, ending, a change not decided on, consent or another ground missing. Of drugs: no valid prescription on the days of the roll, on back-order, or ordered and in no roll. Medicine marked private is in the roll and not told of',
  })
  kind!: RollRiskKind;
  @ApiProperty({ type: [PackedDrugView], description: 'Those concerned; none where it is the whole roll' })
  drugs!: PackedDrugView[];
  @IsRenewal() renewal?: Renewal;
}

export class RollBeforePackingView {
  @IsDate() startDate!: string;
  @IsDate() endDate!: string;
  @ApiProperty({ description: 'FMK’s word' }) status!: string;
  @ApiProperty({ format: 'date-time', description: 'Until when it may be changed' }) changeCutOffAt!: string;
  @ApiProperty({ description: 'Nobody has begun to pack it, and it may no longer be changed' }) isPastCutOff!: boolean;
  @ApiPropertyOptional() packedAtOrganisation?: string;
}

export class RollAtRiskView {
  @ApiProperty({ format: 'uuid', description: 'The roll’s own case' }) id!: string;
  @ApiProperty({ format: 'uuid', description: 'The citizen’s case' }) root!: string;
  @ApiPropertyOptional() citizen?: CitizenView;
  @ApiPropertyOptional() period?: RollBeforePackingView;
  @ApiPropertyOptional({ type: [RollRiskView] }) risks?: RollRiskView[];
}

export class RollsAtRiskPage {
  @ApiProperty({ type: [RollAtRiskView] }) items!: RollAtRiskView[];
  @ApiProperty({ type: 'integer', description: 'Rolls of this page, those with nothing wrong too' }) looked!: number;
  @ApiProperty({ type: String, nullable: true, description: 'To be given as `after`; null on the last page' })
  next!: string | null;
}
