import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, IsOptional, IsUUID, Length } from 'class-validator';
import { IsDate } from './view-fields.ts';
import { ColleagueView } from './views.ts';

const day = { type: String, format: 'date' } as const;
const message = 'Skriv en dag som 2027-01-01';

export class RecordDeputy {
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'A colleague with the same work; the caller where it is left out',
  })
  @IsOptional()
  @IsUUID()
  away?: string;

  @ApiProperty({ format: 'uuid', description: 'Another colleague with the same work' })
  @IsUUID()
  deputy!: string;

  @ApiProperty({ ...day, description: 'First day' })
  @Length(10, 10, { message })
  @IsISO8601({ strict: true }, { message })
  from!: string;

  @ApiProperty({ ...day, description: 'Last day' })
  @Length(10, 10, { message })
  @IsISO8601({ strict: true }, { message })
  to!: string;
}

export class DeputyView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() away!: ColleagueView;
  @ApiProperty() deputy!: ColleagueView;
  @IsDate() from!: string;
  @IsDate() to!: string;
}

export class DeputiesView {
  @ApiProperty({ type: [DeputyView], description: 'Of today and later; those that were ended are left out' })
  items!: DeputyView[];
}
