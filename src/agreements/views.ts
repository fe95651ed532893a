/** What the API answers about collaboration agreements. No citizen is in them. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AgreedCutOffGiven, RouteGiven } from './questions.ts';

export class AgreementView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) municipality!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Code of the region whose default it is' })
  region!: string | null;
  @ApiProperty({ type: [String] }) parties!: string[];
  @ApiProperty({ type: [RouteGiven] }) routes!: RouteGiven[];
  @ApiPropertyOptional({ type: AgreedCutOffGiven }) changeCutOff?: AgreedCutOffGiven;
  @ApiProperty({ format: 'date' }) validFrom!: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Last day in force' })
  validTo!: string | null;
}

export class AgreementPage {
  @ApiProperty({ type: [AgreementView] }) items!: AgreementView[];
  @ApiProperty({ type: String, nullable: true, description: 'Give it back as `after`; null on the last page' })
  next!: string | null;
}

export class MovedTasksView {
  @ApiProperty({ type: 'integer', description: 'Cases whose open tasks were looked at' }) cases!: number;
  @ApiProperty({ type: String, nullable: true, description: 'Give it back as `after`; null when all is done' })
  next!: string | null;
}
