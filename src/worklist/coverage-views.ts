/** What the API answers about what a citizen's drugs come from. Danish dates, first and last day of each span. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Risk } from '../../workflows/definition.ts';
import { IsDate, IsDateOrNull, IsDrugName } from './view-fields.ts';

/**
 * Until when the citizen has medicine at home, hospital days not counted, as of the case's last message or timer. A roll that
 * begins, ends or passes its cut-off is such a timer, so a day's passing changes nothing unseen.
 */
export class CoverView {
  @IsDateOrNull(
    'The first day on which some drug comes from nowhere; null where none is seen. A day that has passed: since then',
  )
  firstGap!: string | null;
  @IsDateOrNull('The last day until which every drug comes from somewhere; null where not even the day looked at was')
  coveredUntil!: string | null;
  @ApiPropertyOptional({ description: 'The citizen has marked medicine private: the dates are not of all of it' })
  hasPrivateDrugs?: boolean;
}

const risks = ['prescription', 'backOrder'] as const satisfies readonly Risk['cause'][];
const renewals = [
  'awaitingAnswer',
  'forwarded',
  'inPool',
  'unknown',
  'postponed',
  'rejected',
] as const satisfies readonly Risk['renewal'][];
export type Renewal = (typeof renewals)[number];
export const IsRenewal = (): PropertyDecorator =>
  ApiPropertyOptional({
    enum: renewals,
    description:
      'How far FMK’s prescription request to renew the drug is, where the prescription runs out: absent where none is known to be open',
  });

/** A day on which a drug may be missing from the roll that should hold it. */
export class RiskView {
  @IsDate() day!: string;
  @ApiProperty({
    enum: risks,
    description: 'The prescription runs out before that day and is not renewed, or the drug is on back-order',
  })
  cause!: (typeof risks)[number];
  @IsRenewal() renewal?: Renewal;
}

export class CoveredSpanView {
  @IsDate() from!: string;
  @IsDate() to!: string;
  @ApiProperty({ enum: ['roll', 'sideDosing', 'hospital', 'nothing'] }) by!: string;
  @ApiPropertyOptional({ description: 'FMK’s id of the period whose roll covers' }) period?: string;
  @ApiPropertyOptional({
    enum: risks,
    description:
      'Why the roll may come without the drug: it is not packed yet, and the prescription runs out before these days, or the drug is on back-order',
  })
  atRisk?: string;
  @IsRenewal() renewal?: Renewal;
  @ApiPropertyOptional({ description: 'No roll comes, as the dose packing is on hold' }) onHold?: boolean;
}

export class DrugCoverageView {
  @ApiProperty() drugId!: string;
  @IsDrugName() name?: string;
  @ApiProperty({ type: [CoveredSpanView] }) spans!: CoveredSpanView[];
  @IsDateOrNull('The first day ahead on which the drug comes from nowhere') firstGap!: string | null;
  @ApiProperty({ type: RiskView, nullable: true }) firstRisk!: RiskView | null;
  @ApiPropertyOptional({
    type: String,
    format: 'date',
    description:
      'Every dose prescription of the drug is cancelled or expired: from this day, that of the next delivery, at the latest no roll may hold it',
  })
  goneFrom?: string;
  @ApiPropertyOptional({
    description: 'The price list did not hold it when it was recorded: its D mark is the word of whoever recorded it',
  })
  isUnlisted?: boolean;
}

/** Danish dates, first and last day of each span. For those who treat the citizen. */
export class CoverageView {
  @IsDate() from!: string;
  @IsDate() to!: string;
  @ApiProperty({ type: [DrugCoverageView] }) drugs!: DrugCoverageView[];
  @IsDateOrNull(
    'The first day ahead on which some drug comes from nowhere, also after `to`; null where none is in sight',
  )
  firstGap!: string | null;
  @ApiProperty({
    type: RiskView,
    nullable: true,
    description: 'The first day ahead on which some drug may be missing from its roll: no gap yet',
  })
  firstRisk!: RiskView | null;
  @IsDateOrNull(
    'The day before the first gap; null where today is not covered, no gap is in sight, or some drug is private',
  )
  coveredUntil!: string | null;
  @IsDateOrNull('The last working day before the first gap, today included; null where none lies before it')
  lastWorkingDay!: string | null;
  @ApiPropertyOptional({
    description: 'The citizen has marked medicine in the rolls private: what is shown here is not all of it',
  })
  hasPrivateDrugs?: boolean;
}
