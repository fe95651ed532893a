import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsISO8601, IsString, Length, Matches, Max, Min } from 'class-validator';
import { policyChanges } from '../../workflows/policy/in-force.ts';

const shipped = policyChanges.map(({ id }) => id);
const day = { type: String, format: 'date' } as const;
/** A Danish date, and none with a time. */
const IsDay = (): PropertyDecorator => {
  const message = 'Expected a day such as 2027-07-01';
  const decorators = [Length(10, 10, { message }), IsISO8601({ strict: true }, { message })];
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };
};
const most = 100_000_000;

export class IntroducePolicy {
  @ApiProperty({ enum: shipped, description: 'Id of a set that is shipped' })
  @IsIn(shipped)
  policy!: string;

  @ApiProperty({ ...day, description: 'First day in force, after today' })
  @IsDay()
  from!: string;

  @ApiProperty({ description: 'The law, order or agreement it rests on' })
  @IsString()
  @Length(3, 500)
  source!: string;
}

export class EndPolicy {
  @ApiProperty({ ...day, description: 'First day on which it is no longer in force, after today' })
  @IsDay()
  on!: string;
}

const IsOre = (description: string): PropertyDecorator => {
  const decorators = [ApiProperty({ type: 'integer', description }), IsInt(), Min(0), Max(most)];
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };
};

/** Amounts in øre. */
export class EnterTariff {
  @ApiProperty({ description: 'Names it in the fee ledger' })
  @Matches(/^[a-z0-9-]{3,50}$/, { message: 'Expected 3 to 50 small letters, digits and hyphens' })
  id!: string;

  @ApiProperty({ ...day, description: 'First day in force, after today' })
  @IsDay()
  validFrom!: string;

  @ApiProperty({ description: 'Where the amounts stand' })
  @IsString()
  @Length(3, 500)
  source!: string;

  @IsOre('Dosisekspeditionsgebyr for `feeDays` days, without VAT') dispatchOre!: number;
  @IsOre('Dosispakningsgebyr for `feeDays` days, without VAT') packingOre!: number;

  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(1)
  @Max(365)
  feeDays!: number;

  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(0)
  @Max(100)
  vatPercent!: number;

  @IsOre('One delivery, VAT included') deliveryOre!: number;
  @IsOre('The GP’s fee for a start, code 4500') gpStartOre!: number;
  @IsOre('The region’s subsidy for a re-prescription') rePrescriptionOre!: number;
}
