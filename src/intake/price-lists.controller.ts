import { Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { listPriceLists } from '../directory/list-price-lists.query.ts';
import { pageOf, placeAfter } from '../kernel/page.ts';
import { Problem } from '../kernel/problem.ts';
import { PriceListPage, PriceListsQuery, TakePriceListQuery, TakenPriceListView } from './price-list-views.ts';
import { takePriceList } from './take-price-list.ts';

/** Price lists (taksten): products, of no citizen. */
@ApiTags('price-lists')
@Controller('api/price-lists')
@Access('operations', 'administrator')
export class PriceListsController {
  constructor(private readonly store: Store) {}

  @Get()
  @ApiOkResponse({ type: PriceListPage })
  async list(@Query() { after, limit }: PriceListsQuery): Promise<PriceListPage> {
    const [before] = placeAfter(after, /^\d{4}-\d\d-\d\d$/) ?? [];
    const rows = await listPriceLists(this.store.pool, before, limit + 1);
    return pageOf(rows, limit, ({ validFrom }) => [validFrom]);
  }

  /** The files as Lægemiddelstyrelsen publishes them, in a zip. */
  @Post()
  @HttpCode(200)
  @ApiConsumes('application/zip')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ type: TakenPriceListView })
  take(
    @CurrentCaller() caller: Caller,
    @Req() { body, headers }: { body: unknown; headers: Record<string, string | undefined> },
    @Query() { dryRun }: TakePriceListQuery,
  ): Promise<TakenPriceListView> {
    if (!Buffer.isBuffer(body) || !headers['content-type']?.startsWith('application/zip')) {
      const detail = 'Expected the files of a price list as application/zip, but got another media type';
      throw new Problem(415, 'unsupported-media-type', 'Send a zip file', detail);
    }
    return takePriceList(this.store, caller, body, dryRun === 'true');
  }
}
