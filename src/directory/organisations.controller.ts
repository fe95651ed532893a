import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { MoreThan } from 'typeorm';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { Organisation, organisationKinds } from '../db/tables.ts';
import type { OrganisationKind } from '../db/tables.ts';
import { notFound } from '../kernel/problem.ts';
import { pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import {
  CallerView,
  DirectoryOrganisationPage,
  DirectoryOrganisationView,
  callerView,
  organisationView,
} from './views.ts';

export class OrganisationsQuery {
  @ApiPropertyOptional({ enum: organisationKinds, enumName: 'OrganisationKind' })
  @IsOptional()
  @IsIn(organisationKinds)
  kind?: OrganisationKind;

  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @IsString()
  after?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;
}

@ApiTags('directory')
@Controller('api')
@Access('cases')
export class OrganisationsController {
  constructor(private readonly store: Store) {}

  @Get('organisations')
  @ApiOkResponse({ type: DirectoryOrganisationPage })
  async list(@Query() { kind, after, limit }: OrganisationsQuery): Promise<DirectoryOrganisationPage> {
    const [id] = placeAfter(after, uuidPattern) ?? [];
    const found = await this.store.dataSource.manager.find(Organisation, {
      where: { ...(kind && { kind }), ...(id && { id: MoreThan(id) }) },
      order: { id: 'asc' },
      take: limit + 1,
    });
    return pageOf(found.map(organisationView), limit, (row) => [row.id]);
  }

  @Get('organisations/:id')
  @ApiOkResponse({ type: DirectoryOrganisationView })
  async read(@Param('id', ParseUUIDPipe) id: string): Promise<DirectoryOrganisationView> {
    const found = await this.store.dataSource.manager.findOneBy(Organisation, { id });
    if (!found) throw notFound('an organisation of the directory');
    return organisationView(found);
  }

  @Get('me')
  @ApiOkResponse({ type: CallerView })
  async me(@CurrentCaller() caller: Caller): Promise<CallerView> {
    const { manager } = this.store.dataSource;
    return callerView(caller, await manager.findOneByOrFail(Organisation, { id: caller.organisationId }));
  }
}
