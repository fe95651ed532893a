import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

class MissingRollView {
  @ApiProperty({ type: String, format: 'date' }) startDate!: string;
  @ApiProperty({ type: String, format: 'date' }) endDate!: string;
  @ApiProperty({ description: 'FMK’s word' }) status!: string;
  @ApiProperty() isAcute!: boolean;
}

/** A draft for a person to report: no citizen, no organisation by name, no drug. */
export class AdverseEventView {
  @ApiProperty({ type: String, format: 'date-time' }) draftedAt!: string;
  @ApiProperty({ enum: ['leveringssvigt'] }) cause!: string;
  @ApiProperty({ enum: ['notDispensed', 'notDelivered', 'discarded', 'notReceived', 'late'] }) happened!: string;
  @ApiProperty() roll!: MissingRollView;
  @ApiPropertyOptional({ type: String, format: 'date-time' }) changeCutOffAt?: string;
  @ApiPropertyOptional({ type: String, format: 'date' }) expectedDelivery?: string;
  @ApiProperty({ enum: ['kommune', 'apotek', 'pakkeapotek'], isArray: true }) places!: string[];
  @ApiProperty({ description: 'The same in Danish, as text' }) text!: string;
}
