import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { Access } from '../auth/access.ts';
import { Store } from '../db/store.ts';
import { findDrugs } from './find-drugs.query.ts';
import { danishDay } from './find-organisation.query.ts';

export class DrugSearch {
  @ApiProperty({ minLength: 2, description: 'The beginning of a name or of a drug id' })
  @IsString()
  @MinLength(2)
  @MaxLength(100)
  text!: string;
}

export class ListedDrugView {
  @ApiProperty({ description: 'LMS drug id, 11 digits' }) drugId!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ description: 'The D mark of the price list: it may be dose packed' }) isDoseDispensable!: boolean;
}

export class DrugsView {
  @ApiProperty({ type: [ListedDrugView], description: 'At most twenty' }) items!: ListedDrugView[];
}

/** The drugs of the price list in force. A POST: what is searched for is some citizen's medicine, and stays out of URLs (P1). */
@ApiTags('reference')
@Controller('api/drugs')
@Access('cases')
export class DrugsController {
  constructor(private readonly store: Store) {}

  @Post('search')
  @HttpCode(200)
  @ApiOkResponse({ type: DrugsView })
  async search(@Body() { text }: DrugSearch): Promise<DrugsView> {
    const { pool, clock } = this.store;
    return { items: await findDrugs(pool, danishDay(await clock(pool)), text.trim()) };
  }
}
