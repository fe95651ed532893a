/** What the API answers about candidates: to the municipality alone. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { careSettings } from '../db/tables.ts';
import type { CareSetting } from '../db/tables.ts';
import { CandidateDrug, CandidateStability, blockers } from './questions.ts';
import type { Blocker } from './questions.ts';

export class CandidateDrugView extends CandidateDrug {
  @ApiPropertyOptional({
    enum: ['priceList', 'importer'],
    description: 'Who said whether it has the D mark; absent where nobody did',
  })
  dMarkFrom?: 'priceList' | 'importer';
}

export class CandidateView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiPropertyOptional() name?: string;
  @ApiProperty() cpr!: string;
  @ApiProperty({ enum: careSettings }) careSetting!: CareSetting;
  @ApiProperty({ enum: ['open', 'started'] }) status!: 'open' | 'started';
  @ApiProperty({ type: 'integer', description: 'Share of the regular drugs that can be dose packed, per cent' })
  coveragePercent!: number;
  @ApiProperty({ enum: blockers, isArray: true }) blockers!: Blocker[];
  @ApiProperty({ type: [CandidateDrugView] }) drugs!: CandidateDrugView[];
  @ApiProperty({ type: CandidateStability, nullable: true }) stability!: CandidateStability | null;
  @ApiProperty({ format: 'date-time', description: 'Erased then if nobody has taken it up' }) expiresAt!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) case!: string | null;
}

export class CandidatePage {
  @ApiProperty({ type: [CandidateView] }) items!: CandidateView[];
  @ApiProperty({ type: String, nullable: true, description: 'Give it back as `after`; null on the last page' })
  next!: string | null;
}

class CandidateFault {
  @ApiProperty() field!: string;
  @ApiProperty() message!: string;
}

export class ImportedCandidate {
  @ApiProperty({ enum: ['kept', 'hasCase', 'invalid'], description: 'Of one with an open case nothing is kept' })
  result!: 'kept' | 'hasCase' | 'invalid';
  @ApiPropertyOptional({ format: 'uuid' }) id?: string;
  @ApiPropertyOptional({ type: [CandidateFault] }) faults?: CandidateFault[];
}

export class ImportedCandidates {
  @ApiProperty({ type: [ImportedCandidate], description: 'In the order given' }) results!: ImportedCandidate[];
}

export class StartedPath {
  @ApiProperty({ format: 'uuid' }) case!: string;
}
