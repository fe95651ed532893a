/** What a practice is asked about a product for all its patients, and what it answers. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { CitizenView, TextView } from '../worklist/views.ts';

export class ProposalsQuery {
  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  after?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 200,
    default: 200,
    description: 'Patients, not products',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 200;
}

export const answerTypes = ['confirmSubstitution', 'declineSubstitution'] as const;

export class ProposalAnswer {
  @ApiProperty({ enum: answerTypes, description: 'The command that each case is given' })
  @IsIn(answerTypes)
  type!: (typeof answerTypes)[number];

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'As the command’s schema says' })
  @IsOptional()
  @IsObject()
  data?: Record<string, unknown>;
}

export class AnswerProposal {
  @ApiProperty({ description: 'LMS drug id of the product, 11 digits' })
  @Matches(/^[0-9A-Za-z]{1,20}$/, { message: 'drugId must be the product of a proposal' })
  drugId!: string;

  @ApiPropertyOptional({ enum: [true], description: 'All patients whom the practice is asked about now; else `cases`' })
  @ValidateIf(({ cases }: AnswerProposal) => cases === undefined)
  @Equals(true, { message: 'all must be true where cases are not named' })
  all?: true;

  @ApiPropertyOptional({ type: [String], format: 'uuid', maxItems: 200, description: 'Cases of the proposal' })
  @ValidateIf(({ cases, all }: AnswerProposal) => cases !== undefined || all === undefined)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @IsUUID(undefined, { each: true })
  cases?: string[];

  @ApiProperty({ type: ProposalAnswer })
  @IsObject()
  @ValidateNested()
  @Type(() => ProposalAnswer)
  answer!: ProposalAnswer;
}

export class ProductView {
  @ApiProperty({ description: 'LMS drug id, 11 digits' }) drugId!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null where the price list in force does not hold it' })
  name!: string | null;
}

export class ProposalPatientView {
  @ApiProperty({ format: 'uuid', description: 'The substitution, which takes the answer' }) case!: string;
  @ApiProperty({ format: 'uuid', description: 'The citizen’s case' }) root!: string;
  @ApiPropertyOptional() citizen?: CitizenView;
  @ApiProperty({ format: 'date-time' }) askedAt!: string;
  @ApiProperty({ format: 'date-time' }) answerBy!: string;
}

export class SubstitutionProposalView {
  @ApiProperty() product!: ProductView;
  @ApiProperty({ type: [ProductView], description: 'Of the group, with the D mark, and to be had now' })
  alternatives!: ProductView[];
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'First day of the back-order' })
  since!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Day on which it is expected to end' })
  expectedTo!: string | null;
  @ApiProperty({ format: 'date-time', description: 'The earliest deadline of these patients' }) answerBy!: string;
  @ApiProperty({ type: [ProposalPatientView] }) patients!: ProposalPatientView[];
}

export class SubstitutionProposalPage {
  @ApiProperty({ type: [SubstitutionProposalView] }) items!: SubstitutionProposalView[];
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Given back as `after`. A product whose patients do not all fit goes on there',
  })
  next!: string | null;
}

class ProposalRefusalView {
  @ApiProperty() code!: string;
  @ApiProperty() message!: TextView;
}

export class RefusedAnswerView {
  @ApiProperty({ format: 'uuid' }) case!: string;
  @ApiProperty() refusal!: ProposalRefusalView;
}

export class AnsweredProposalView {
  @ApiProperty() drugId!: string;
  @ApiProperty({ type: [String], format: 'uuid' }) accepted!: string[];
  @ApiProperty({ type: [String], format: 'uuid', description: 'A substitute is chosen already, or none is needed now' })
  alreadyDone!: string[];
  @ApiProperty({ type: [RefusedAnswerView] }) refused!: RefusedAnswerView[];
}
