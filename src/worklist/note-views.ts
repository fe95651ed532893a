/** What is asked and answered about notes on a case. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, IsUUID, Length } from 'class-validator';

export class WriteNote {
  @ApiProperty({ format: 'uuid', description: 'Chosen by whoever writes: the same note sent again is there once' })
  @IsUUID()
  id!: string;

  @ApiProperty({ minLength: 1, maxLength: 500, description: 'Practical words between colleagues, never medical facts' })
  @IsString()
  @Length(1, 500, { message: 'Skriv højst 500 tegn' })
  text!: string;
}

export class WithdrawNote {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  note!: string;
}

export class NoteView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() text!: string;
  @ApiProperty({ type: String, format: 'date-time' }) writtenAt!: string;
  @ApiProperty({ description: 'Name of the colleague who wrote it' }) by!: string;
  @ApiProperty() organisation!: string;
  @ApiPropertyOptional({ description: 'The caller wrote it, and may take it back' }) isOwn?: boolean;
}

export class NotesView {
  @ApiProperty({
    type: [NoteView],
    description: 'Of the caller’s own organisation, on the citizen’s whole case; the newest first, at most 200',
  })
  items!: NoteView[];
}
