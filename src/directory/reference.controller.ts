import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsISO8601, IsOptional, IsString, IsUUID, Length, MaxLength } from 'class-validator';
import { Access } from '../auth/access.ts';
import { Store } from '../db/store.ts';
import { areaOf, contactsOn } from './contacts.query.ts';
import { danishDay } from './find-organisation.query.ts';
import { careRecordVisibility } from './eoj-visibility.query.ts';
import { qualityClustersOn } from './quality-clusters.query.ts';
import {
  CareRecordVisibilitiesView,
  ContactsView,
  GeographyView,
  PracticeSystemsView,
  QualityClustersView,
} from './reference-views.ts';
import { geographyOn } from './reference/geography.ts';
import { practiceSystemIds, practiceSystems } from '../db/tables.ts';
import { notFound } from '../kernel/problem.ts';

const message = 'Expected a day such as 2027-01-01';

export class DayQuery {
  @ApiPropertyOptional({ type: String, format: 'date', description: 'Without it, today' })
  @IsOptional()
  @Length(10, 10, { message })
  @IsISO8601({ strict: true }, { message })
  on?: string;
}

export class ContactsQuery extends DayQuery {
  @ApiPropertyOptional({ description: 'Code of a region' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  region?: string;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description:
      'A municipality, by its id: the contacts of its health council, or of its region. Goes before `region`',
  })
  @IsOptional()
  @IsUUID()
  municipality?: string;
}

/** Places and whom to turn to, as they are on a day. */
@ApiTags('reference')
@Controller('api/reference')
@Access('cases')
export class ReferenceController {
  constructor(private readonly store: Store) {}

  @Get('geography')
  @ApiOkResponse({ type: GeographyView })
  async geography(@Query() { on }: DayQuery) {
    const day = on ?? (await this.#today());
    return { on: day, ...geographyOn(day) };
  }

  @Get('contacts')
  @ApiOkResponse({ type: ContactsView })
  async contacts(@Query() { on, region, municipality }: ContactsQuery): Promise<ContactsView> {
    const day = on ?? (await this.#today());
    if (municipality === undefined) {
      const area = region === undefined ? undefined : { regionCode: region, healthCouncil: null };
      return { items: await contactsOn(this.store.pool, day, area) };
    }
    const area = await areaOf(this.store.pool, municipality, day);
    if (!area) throw notFound('the id of a municipality whose region the directory knows');
    return { items: await contactsOn(this.store.pool, day, area) };
  }

  @Get('practice-systems')
  @ApiOkResponse({ type: PracticeSystemsView })
  practiceSystems(): PracticeSystemsView {
    return { items: practiceSystemIds.map((id) => ({ id, name: practiceSystems[id] })) };
  }

  @Get('eoj-visibility')
  @ApiOkResponse({ type: CareRecordVisibilitiesView })
  async eojVisibility(@Query() { on }: DayQuery): Promise<CareRecordVisibilitiesView> {
    const day = on ?? (await this.#today());
    return { on: day, items: await careRecordVisibility(this.store.pool, day) };
  }

  @Get('quality-clusters')
  @ApiOkResponse({ type: QualityClustersView })
  async qualityClusters(@Query() { on }: DayQuery): Promise<QualityClustersView> {
    const day = on ?? (await this.#today());
    return { on: day, items: await qualityClustersOn(this.store.pool, day) };
  }

  async #today(): Promise<string> {
    return danishDay(await this.store.clock(this.store.pool));
  }
}
