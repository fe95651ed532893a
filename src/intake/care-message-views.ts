/** What the municipality's nurse reads of correspondence: one class per object, for the OpenAPI document and the types. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

const at = { type: String, format: 'date-time' } as const;

class CareTextView {
  @ApiProperty() text!: string;
  @ApiPropertyOptional({ description: 'When it was written, as the sender says it' }) at?: string;
}

export class CareMessageView {
  @ApiProperty() messageId!: string;
  @ApiProperty({ format: 'uuid' }) threadId!: string;
  @ApiProperty({ description: 'MedCom’s code, such as medicine' }) category!: string;
  @ApiProperty({ description: 'SOR id of whoever wrote' }) sender!: string;
  @ApiProperty({ type: String, nullable: true, description: 'As the directory calls it' }) senderName!: string | null;
  @ApiProperty(at) occurredAt!: string;
  @ApiProperty(at) receivedAt!: string;
  @ApiProperty({ type: [CareTextView] }) texts!: CareTextView[];
}

export class CareMessagesView {
  @ApiProperty({ type: [CareMessageView], description: 'The newest first, at most 100' }) items!: CareMessageView[];
}
