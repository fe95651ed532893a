import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { writeReads } from '../audit/write-audit.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import { requireProgramme } from '../auth/require-programme.ts';
import { Store } from '../db/store.ts';
import { danishDay } from '../directory/find-organisation.query.ts';
import { instantPattern, pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import { PageQuery } from '../page-query.ts';
import { admissionsOf } from './admissions.query.ts';
import { clusterGains } from './cluster-gains.ts';
import { clusterUptake } from './cluster-uptake.query.ts';
import { recordedFigures } from './figures.query.ts';
import { flowOf } from './flow.query.ts';
import { ownUptake } from './own-uptake.query.ts';
import { changeParameter, listParameters } from './parameters.ts';
import { publishedFigures } from './published-figures.ts';
import { ChangeParameter, ImportFigures, MonthsQuery } from './questions.ts';
import { recallList } from './recall.query.ts';
import { recordFigures } from './record-figures.ts';
import { requestCounts } from './requests.query.ts';
import { shown, sumOfMonths } from './small-cells.ts';
import { hinderingDrugs, supplyReach } from './supply.query.ts';
import { uptakeOf } from './uptake.ts';
import {
  ClusterUptakesView,
  DepartmentsView,
  FlowsView,
  ImportedFiguresView,
  ParametersView,
  RecallPage,
  RequestCountsView,
  SupplyView,
  UptakeView,
} from './uptake-views.ts';

/** Udbredelse og måltal: sums, and none over fewer than five citizens (P3). Everybody who works with the programme sees them. */
@ApiTags('statistics')
@Controller('api/statistics')
@Access('cases')
export class StatisticsController {
  constructor(private readonly store: Store) {}

  @Get('uptake')
  @ApiOkResponse({ type: UptakeView })
  async uptake(): Promise<UptakeView> {
    const { pool, clock } = this.store;
    const [months, recorded, parameters, at] = await Promise.all([
      ownUptake(pool),
      recordedFigures(pool),
      listParameters(pool),
      clock(pool),
    ]);
    // What is imported of an area and month stands in for what was shipped.
    const own = new Set(recorded.map(({ area, month }) => `${area} ${month}`));
    const figures = [...publishedFigures.filter(({ area, month }) => !own.has(`${area} ${month}`)), ...recorded];
    return uptakeOf(months, figures, parameters, danishDay(at));
  }

  @Get('flow')
  @ApiOkResponse({ type: FlowsView })
  async flow(@Query() asked: MonthsQuery): Promise<FlowsView> {
    const { from, to } = await this.#months(asked);
    const rows = await flowOf(this.store.pool, from, to);
    return { items: rows.map((row) => ({ ...row, count: shown(row.count) })) };
  }

  @Get('admissions')
  @ApiOkResponse({ type: DepartmentsView })
  async admissions(@Query() asked: MonthsQuery): Promise<DepartmentsView> {
    const { from, to } = await this.#months(asked);
    const rows = await admissionsOf(this.store.pool, from, to);
    return {
      items: rows.map(({ sor, name, months }) => ({
        sor,
        name,
        admissions: sumOfMonths(months.map(({ admissions }) => admissions)),
        removed: sumOfMonths(months.map(({ removed }) => removed)),
        // What the removals with a reason would be must not be found either.
        removedWithoutReason:
          sumOfMonths(months.map(({ removed, removedWithoutReason }) => removed - removedWithoutReason)) === null
            ? null
            : sumOfMonths(months.map(({ removedWithoutReason }) => removedWithoutReason)),
        held: sumOfMonths(months.map(({ held }) => held)),
      })),
    };
  }

  @Get('requests')
  @ApiOkResponse({ type: RequestCountsView })
  async requests(): Promise<RequestCountsView> {
    const { pool, clock } = this.store;
    const rows = await requestCounts(pool, await clock(pool));
    return { items: rows.map((row) => ({ ...row, count: shown(row.count) })) };
  }

  @Get('quality-clusters')
  @ApiOkResponse({ type: ClusterUptakesView })
  async qualityClusters(): Promise<ClusterUptakesView> {
    const { pool, clock } = this.store;
    return { items: clusterGains(await clusterUptake(pool, danishDay(await clock(pool)))) };
  }

  @Get('supply')
  @ApiOkResponse({ type: SupplyView })
  async supply(): Promise<SupplyView> {
    const { pool, keys } = this.store;
    const [backOrders, withoutMark] = await Promise.all([supplyReach(pool, keys.vault), hinderingDrugs(pool)]);
    return { backOrders: backOrders.map((row) => ({ ...row, cases: shown(row.cases) })), withoutMark };
  }

  /** Of the own municipality, by case: whoever opens one is a treating reader, and is logged. */
  @Get('recall')
  @Access('cases', 'municipalNurse', 'municipalPlanner')
  @ApiOkResponse({ type: RecallPage })
  async recall(@CurrentCaller() caller: Caller, @ReadPurpose() purpose: Purpose, @Query() { after, limit }: PageQuery) {
    const { pool, clock } = seenBy(this.store, caller);
    const [on, id] = placeAfter(after, instantPattern, uuidPattern) ?? [];
    const rows = await recallList(pool, caller.organisationId, on && id ? { on, case: id } : undefined, limit + 1);
    const page = pageOf(rows, limit, (row) => [row.on.toISOString(), row.case]);
    const entry = {
      at: await clock(pool),
      caller,
      action: 'read',
      detail: 'list of citizens who declined',
      purpose,
    } as const;
    await writeReads(
      pool,
      entry,
      page.items.map((row) => row.case),
    );
    return page;
  }

  @Post('figures')
  @HttpCode(200)
  @Access('operations', 'coordinator', 'administrator')
  @ApiOkResponse({ type: ImportedFiguresView })
  async import(@CurrentCaller() caller: Caller, @Body() body: ImportFigures): Promise<ImportedFiguresView> {
    await requireProgramme(this.store.pool, caller);
    return { recorded: await recordFigures(this.store, caller, body) };
  }

  @Get('parameters')
  @ApiOkResponse({ type: ParametersView })
  async parameters(): Promise<ParametersView> {
    return { items: await listParameters(this.store.pool) };
  }

  @Post('parameters')
  @HttpCode(200)
  @Access('operations', 'coordinator', 'administrator')
  @ApiOkResponse({ type: ParametersView })
  async change(@CurrentCaller() caller: Caller, @Body() body: ChangeParameter): Promise<ParametersView> {
    await requireProgramme(this.store.pool, caller);
    await changeParameter(this.store, caller, body);
    return this.parameters();
  }

  async #months({ from, to }: MonthsQuery): Promise<{ from: string; to: string }> {
    const { pool, clock } = this.store;
    const last = to ?? danishDay(await clock(pool)).slice(0, 7);
    return { from: from ?? `${Number(last.slice(0, 4)) - 1}${last.slice(4)}`, to: last };
  }
}
