/** How organisations are told of what waits for them: one class per object, for the OpenAPI document and the types alike. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, Length, Matches, MaxLength } from 'class-validator';

const channelKinds = ['careCommunication', 'webhook', 'task', 'email'] as const;
export type ChannelKind = (typeof channelKinds)[number];

const day = { type: String, format: 'date' } as const;
const message = 'Expected a day such as 2027-01-01';

export class RecordChannel {
  @ApiProperty({
    enum: channelKinds,
    enumName: 'ChannelKind',
    description:
      'A CareCommunication of MedCom’s, a signed webhook, an e-mail a day with how many tasks wait, or nothing but the tasks in Dosisflow',
  })
  @IsIn(channelKinds)
  kind!: ChannelKind;

  @ApiPropertyOptional({
    description: 'Where it is posted to, or the e-mail address, best one that several read; none for tasks',
  })
  @IsOptional()
  @MaxLength(500)
  @Matches(/^(https?:\/\/\S+|[^@\s<>,;:]+@[^@\s<>,;:]+\.[^@\s<>,;:]+)$/, {
    message: 'Expected an address that begins with https://, or an e-mail address',
  })
  address?: string;

  @ApiProperty({ ...day, description: 'First day' })
  @Length(10, 10, { message })
  @IsISO8601({ strict: true }, { message })
  from!: string;
}

export class ChannelView {
  @ApiProperty({ enum: channelKinds, enumName: 'ChannelKind' }) kind!: ChannelKind;
  @ApiProperty({ type: String, nullable: true }) address!: string | null;
  @ApiProperty(day) from!: string;
  @ApiProperty({ type: String, format: 'date-time' }) recordedAt!: string;
}

export class ChannelsView {
  @ApiProperty({ type: [ChannelView], description: 'Newest first: the first whose day has come is in force' })
  items!: ChannelView[];
}

export class RecordedChannelView extends ChannelView {
  @ApiPropertyOptional({
    description: 'Of a webhook: what its deliveries are signed with, as Standard Webhooks write it',
  })
  secret?: string;
}
