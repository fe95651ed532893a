import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

const Amount = (): PropertyDecorator => ApiPropertyOptional({ type: 'integer', description: 'Øre, VAT included' });
const Part = (what: string): PropertyDecorator =>
  ApiPropertyOptional({
    type: 'integer',
    description: `${what}, part of the region’s; left out for one to four citizens`,
  });

export class FeeTotalView {
  @ApiProperty({ type: String, format: 'uuid' }) municipality!: string;
  @ApiProperty({ description: 'Fewer than five citizens in one of the months: no number is shown' }) hidden!: boolean;
  @ApiPropertyOptional({ type: 'integer' }) rolls?: number;
  @ApiPropertyOptional({ type: 'integer', description: 'Of each month, the months added' }) citizens?: number;
  @Amount() regionOre?: number;
  @Amount() citizenOre?: number;
  @Amount() municipalityOre?: number;
  @Amount() unknownOre?: number;
  @Part('GPs’ starts and starts after a pause (code 4500)') gpStartOre?: number;
  @Part('Pharmacists’ re-prescriptions') rePrescriptionOre?: number;
}

export class FeeTotalsView {
  @ApiProperty({ type: [FeeTotalView] }) items!: FeeTotalView[];
}
