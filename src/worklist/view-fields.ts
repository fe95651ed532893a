import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export const IsDate = (): PropertyDecorator => ApiProperty({ type: String, format: 'date' });

export const IsDateOrNull = (description: string): PropertyDecorator =>
  ApiProperty({ type: String, format: 'date', nullable: true, description });

export const IsDrugName = (): PropertyDecorator =>
  ApiPropertyOptional({
    description: 'Name, form and strength by the price list; left out where it holds no such drug',
  });
