/** What is asked and answered about notices that went out: one class per object, for the OpenAPI document and the types. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { PageQuery } from '../page-query.ts';

export const deliveryStatuses = ['pending', 'sent', 'delivered', 'failed', 'refused'] as const;

export class DeliveriesQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  organisation?: string;

  @ApiPropertyOptional({
    enum: deliveryStatuses,
    description: '`sent` waits for its acknowledgement; `refused` was not to be told any more',
  })
  @IsOptional()
  @IsIn(deliveryStatuses)
  status?: (typeof deliveryStatuses)[number];
}

const at = { type: String, format: 'date-time' } as const;

export class DeliveryView {
  @ApiProperty({ type: String }) id!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) organisation!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) case!: string | null;
  @ApiProperty({ description: 'What it was about, as a code' }) code!: string;
  @ApiProperty({ description: 'What every notice with this code says: nothing of any citizen' }) text!: string;
  @ApiProperty({ enum: deliveryStatuses }) status!: (typeof deliveryStatuses)[number];
  @ApiProperty({ type: String, nullable: true, description: 'By which way, once it has gone' }) way!: string | null;
  @ApiProperty({ type: 'integer' }) attempts!: number;
  @ApiProperty({ type: String, nullable: true }) lastError!: string | null;
  @ApiProperty(at) createdAt!: string;
  @ApiProperty({ ...at, nullable: true }) deliveredAt!: string | null;
  @ApiProperty({ ...at, nullable: true, description: 'When its acknowledgement is missed' }) acknowledgeBy!:
    string | null;
}

export class DeliveryPage {
  @ApiProperty({ type: [DeliveryView] }) items!: DeliveryView[];
  @ApiProperty({ type: String, nullable: true, description: 'To be given as `after`; null on the last page' })
  next!: string | null;
}
