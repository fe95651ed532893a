/** What the route for FMK's messages answers. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Text } from '../../workflows/definition.ts';

export class FieldFaultView {
  @ApiProperty() field!: string;
  @ApiProperty() message!: string;
}

class ReasonView implements Text {
  @ApiProperty() da!: string;
  @ApiProperty() en!: string;
}

const results = ['accepted', 'ignored', 'unmatched', 'invalid', 'faulted', 'noWorkflow'] as const;

/** What became of one fact. The same message gives the same again. */
export class FmkFactView {
  @ApiProperty({ description: 'The fact as the workflows name it, such as `dispensingPeriodObserved`' }) fact!: string;
  @ApiProperty({ description: 'The path of the element that it rests on' }) place!: string;
  @ApiProperty({
    enum: results,
    description:
      'unmatched: no case for this citizen. faulted: our fault, taken up again by itself. noWorkflow: no workflow takes this fact yet',
  })
  result!: (typeof results)[number];
  @ApiPropertyOptional({ type: String, format: 'uuid' }) caseId?: string;
  @ApiPropertyOptional({ type: 'integer' }) revision?: number;
  @ApiPropertyOptional() reason?: ReasonView;
  @ApiPropertyOptional({ type: [FieldFaultView] }) faults?: FieldFaultView[];
}

export class FmkUnusedView {
  @ApiProperty() place!: string;
  @ApiProperty({ enum: ['unknownType', 'notNeeded', 'notInPriceList', 'notForDosePacking'] })
  reason!: string;
}

export class FmkOrderView {
  @ApiProperty() place!: string;
  @ApiProperty({ description: 'Whether a machine could pack it as it is ordered' }) packable!: boolean;
  @ApiPropertyOptional({ description: 'Why not' }) reason?: string;
}

export class FmkAnswerView {
  @ApiProperty({ description: 'The name of the message’s root element' }) message!: string;
  @ApiProperty({ type: [FmkFactView], description: 'One for each fact, in the order of the message’s kinds' })
  results!: FmkFactView[];
  @ApiProperty({ type: [FmkUnusedView], description: 'Read, and no fact of any workflow' }) unused!: FmkUnusedView[];
  @ApiProperty({ type: [FmkOrderView], description: 'Drug medications that FMK is asked to make' })
  orders!: FmkOrderView[];
  @ApiProperty({ type: 'integer', description: 'Citizens whom FMK will be asked about' }) asked!: number;
  @ApiPropertyOptional({
    enum: ['question', 'header', 'noCitizen', 'otherIdentifier', 'answerWithoutContent'],
    description: 'Why the message is about no case',
  })
  because?: string;
}
