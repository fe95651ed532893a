import { PassThrough } from 'node:stream';
import { Controller, Get, HttpCode, Logger, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { listPriceLists } from '../directory/list-price-lists.query.ts';
import { describeError } from '../kernel/describe-error.ts';
import { pageOf, placeAfter } from '../kernel/page.ts';
import type { PriceList } from '../kernel/price-list.ts';
import { Problem } from '../kernel/problem.ts';
import { PriceListPage, PriceListsQuery, TakePriceListQuery, TakenPriceListView } from './price-list-views.ts';
import { problemOf } from './problem-of.ts';
import { countsOf, takePriceList, unpackPriceList } from './take-price-list.ts';

/** One JSON object a line. */
const lines = 'application/x-ndjson';

/** Price lists (taksten): products, of no citizen. */
@ApiTags('price-lists')
@Controller('api/price-lists')
@Access('operations', 'administrator')
export class PriceListsController {
  readonly #logger = new Logger(PriceListsController.name);

  constructor(private readonly store: Store) {}

  @Get()
  @ApiOkResponse({ type: PriceListPage })
  async list(@Query() { after, limit }: PriceListsQuery): Promise<PriceListPage> {
    const [before] = placeAfter(after, /^\d{4}-\d\d-\d\d$/) ?? [];
    const rows = await listPriceLists(this.store.pool, before, limit + 1);
    return pageOf(rows, limit, ({ validFrom }) => [validFrom]);
  }

  /**
   * The files as Lægemiddelstyrelsen publishes them, in a zip. Whoever accepts `application/x-ndjson` is told line by line how
   * far it has come: `{ written, rows }` after each kind of rows, and at last `{ taken }`, or `{ problem }` where nothing was.
   */
  @Post()
  @HttpCode(200)
  @ApiConsumes('application/zip')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ type: TakenPriceListView })
  async take(
    @CurrentCaller() caller: Caller,
    @Req() { body, headers }: { body: unknown; headers: Record<string, string | undefined> },
    @Query() { dryRun }: TakePriceListQuery,
  ): Promise<TakenPriceListView | StreamableFile> {
    if (!Buffer.isBuffer(body) || !headers['content-type']?.startsWith('application/zip')) {
      const detail = 'Expected the files of a price list as application/zip, but got another media type';
      throw new Problem(415, 'unsupported-media-type', 'Send a zip file', detail);
    }
    const list = await unpackPriceList(body);
    if (dryRun === 'true') return { list: countsOf(list) };
    if (!headers['accept']?.includes(lines)) return takePriceList(this.store, caller, list);
    return this.#takeLineByLine(caller, list);
  }

  #takeLineByLine(caller: Caller, list: PriceList): StreamableFile {
    const answer = new PassThrough();
    const say = (line: object): void => void answer.write(`${JSON.stringify(line)}\n`);
    void takePriceList(this.store, caller, list, (written, rows) => say({ written, rows }))
      .then(
        (taken) => say({ taken }),
        (thrown: unknown) => {
          const { type, title, status, detail } = problemOf(thrown);
          this.#logger.error({ msg: title, status, type, error: describeError(thrown) });
          say({ problem: { type: `/problems/${type}`, title, status, detail } });
        },
      )
      .finally(() => answer.end());
    return new StreamableFile(answer, { type: lines });
  }
}
