import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { MoreThan } from 'typeorm';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { organisationFacts } from '../db/organisation-facts.query.ts';
import { Store } from '../db/store.ts';
import { Organisation, organisationKinds } from '../db/tables.ts';
import type { OrganisationKind } from '../db/tables.ts';
import { notFound } from '../kernel/problem.ts';
import { pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import { PageQuery } from '../page-query.ts';
import { danishDay } from './find-organisation.query.ts';
import {
  CallerView,
  DirectoryOrganisationPage,
  DirectoryOrganisationView,
  callerView,
  organisationView,
} from './views.ts';

export class OrganisationsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: organisationKinds, enumName: 'OrganisationKind' })
  @IsOptional()
  @IsIn(organisationKinds)
  kind?: OrganisationKind;
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
    return pageOf(await this.#shown(found), limit, (row) => [row.id]);
  }

  @Get('organisations/:id')
  @ApiOkResponse({ type: DirectoryOrganisationView })
  async read(@Param('id', ParseUUIDPipe) id: string): Promise<DirectoryOrganisationView> {
    const found = await this.store.dataSource.manager.findBy(Organisation, { id });
    const [shown] = await this.#shown(found);
    if (!shown) throw notFound('an organisation of the directory');
    return shown;
  }

  @Get('me')
  @ApiOkResponse({ type: CallerView })
  async me(@CurrentCaller() caller: Caller): Promise<CallerView> {
    return callerView(caller, await this.read(caller.organisationId));
  }

  async #shown(organisations: readonly Organisation[]): Promise<DirectoryOrganisationView[]> {
    const { pool } = this.store;
    const ids = organisations.map(({ id }) => id);
    const factsOf = await organisationFacts(pool, ids, danishDay(await this.store.clock(pool)));
    return organisations.map((each) => organisationView(each, factsOf(each.id)));
  }
}
