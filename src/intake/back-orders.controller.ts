import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CurrentCaller } from '../auth/access.ts';
import { actorOf } from '../auth/actor-of.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import { Engine } from '../engine/engine.ts';
import type { Definitions } from '../engine/engine.ts';
import { readData } from '../engine/message-schema.ts';
import { danishDateOf } from '../engine/check-supply.ts';
import { pageOf, placeAfter } from '../kernel/page.ts';
import { badRequest } from '../kernel/problem.ts';
import {
  BackOrderCheck,
  BackOrderCheckView,
  BackOrderPage,
  BackOrdersQuery,
  ImportBackOrders,
  ImportedBackOrdersView,
  RegisterBackOrder,
  RegisteredBackOrderView,
} from './back-order-views.ts';
import { checkBackOrders } from './check-back-orders.ts';
import { importBackOrders } from './import-back-orders.ts';
import { listBackOrders } from './list-back-orders.query.ts';
import { takeBackOrder } from './take-back-order.ts';

/** Products that cannot be delivered. Nothing here says anything of a citizen. */
@ApiTags('back-orders')
@Controller('api/back-orders')
export class BackOrdersController {
  constructor(
    readonly store: Store,
    readonly engine: Engine,
    @Inject(DEFINITIONS) private readonly definitions: Definitions,
  ) {}

  @Get()
  @Access('cases')
  @ApiOkResponse({ type: BackOrderPage })
  async list(@Query() { all, after, limit }: BackOrdersQuery): Promise<BackOrderPage> {
    const [since, packageNumber] = placeAfter(after, /^\d{4}-\d\d-\d\d$/, /^\d{1,10}$/) ?? [];
    const { pool, clock } = this.store;
    const rows = await listBackOrders(pool, {
      standing: all !== 'true',
      today: danishDateOf(await clock(pool)),
      after: since && packageNumber ? { since, packageNumber } : undefined,
      limit: limit + 1,
    });
    return pageOf(rows, limit, (row) => [row.since, row.packageNumber]);
  }

  /** Asked by prescribing systems, and by anyone who is to choose a product. */
  @Post('check')
  @HttpCode(200)
  @Access(['cases', 'integration'])
  @ApiOkResponse({ type: BackOrderCheckView })
  async check(@Body() { packageNumbers, at }: BackOrderCheck): Promise<BackOrderCheckView> {
    return checkBackOrders(this.store, packageNumbers, at ?? (await this.store.clock(this.store.pool)));
  }

  /** What is known now of one package: registered, corrected, ended or withdrawn. */
  @Post()
  @HttpCode(200)
  @Access('cases', 'prescribingPharmacist', 'coordinator', 'administrator')
  @ApiBody({ type: RegisterBackOrder })
  @ApiOkResponse({ type: RegisteredBackOrderView })
  async register(@CurrentCaller() caller: Caller, @Body() body: unknown): Promise<RegisteredBackOrderView> {
    const read = readData(this.#word(), body);
    if (!read.ok)
      throw badRequest(
        'Expected a back-order as the API describes it; correct the fields named in faults',
        read.faults,
      );
    const at = await this.store.clock(this.store.pool);
    const taken = await takeBackOrder(this, actorOf(caller), read.data, at);
    if (taken.kind === 'unknownPackage') {
      const message = 'Expected a package of the price list in force';
      throw badRequest('Expected a package number that the price list holds', [{ field: 'packageNumber', message }]);
    }
    return { case: taken.answer.caseId };
  }

  /** A wholesaler's whole list: all of it is taken, or nothing. */
  @Post('import')
  @HttpCode(200)
  @Access('cases', 'prescribingPharmacist', 'coordinator', 'administrator')
  @ApiOkResponse({ type: ImportedBackOrdersView })
  import(@CurrentCaller() caller: Caller, @Body() { csv }: ImportBackOrders): Promise<ImportedBackOrdersView> {
    return importBackOrders(this, actorOf(caller), csv, this.#word());
  }

  #word(): new () => object {
    const { open } = this.definitions('back-order');
    if (open.kind !== 'product') throw new Error('Expected back-orders to be opened by a fact about a product');
    return open.data;
  }
}
