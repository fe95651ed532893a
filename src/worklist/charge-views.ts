/** What the API answers about fees: amounts in øre, VAT included. */
import { ApiProperty } from '@nestjs/swagger';

const IsOre = (description?: string): PropertyDecorator =>
  ApiProperty({ type: 'integer', ...(description && { description }) });

export class FeeSharesView {
  @IsOre() regionOre!: number;
  @IsOre() citizenOre!: number;
  @IsOre() municipalityOre!: number;
  @IsOre('Nobody has told the citizen’s reimbursement, and hence whose it is') unknownOre!: number;
}

export class ChargeView extends FeeSharesView {
  @ApiProperty({ type: String, format: 'uuid', description: 'The roll, or the citizen’s case' }) case!: string;
  @ApiProperty({
    enum: ['roll', 'gpStart', 'rePrescription'],
    description:
      'A roll handed out, the GP’s start or start after a pause (code 4500), or a pharmacist’s re-prescription',
  })
  kind!: string;
  @ApiProperty({ type: String, format: 'date', description: 'Of a fee that is no roll’s, the day on which it arose' })
  handedOutOn!: string;
  @ApiProperty({ type: 'integer', description: 'Of the roll; 0 of another fee' }) days!: number;
  @ApiProperty({ description: 'The tariff that the amounts follow' }) tariff!: string;
  @IsOre() dispatchOre!: number;
  @IsOre() packingOre!: number;
  @IsOre() deliveryOre!: number;
  @IsOre('Of a fee that is no roll’s; the region pays it') serviceOre!: number;
  @ApiProperty({ type: String, format: 'date-time' }) chargedAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'It stands no more' })
  reversedAt!: string | null;
}

export class ChargesView {
  @ApiProperty({ type: [ChargeView], description: 'Oldest first, with what was reversed' }) items!: ChargeView[];
  @ApiProperty({ required: false, description: 'Of the charges that stand' }) totals?: FeeSharesView;
}
