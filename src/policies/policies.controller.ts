import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { danishDate } from '../../workflows/calendar.ts';
import { current } from '../../workflows/policy/current.ts';
import { policyChanges } from '../../workflows/policy/in-force.ts';
import { tariffOn } from '../../workflows/tariff-on.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { readRules } from '../engine/dated-rules.query.ts';
import { environmentAt, policyHash } from '../engine/environment.ts';
import { endPolicy } from './end-policy.ts';
import { enterTariff } from './enter-tariff.ts';
import { introducePolicy } from './introduce-policy.ts';
import { listIntroductions } from './introductions.query.ts';
import { EndPolicy, EnterTariff, IntroducePolicy } from './questions.ts';
import { IntroductionView, PoliciesView, TariffsView } from './views.ts';

/** Those that some set changes, and the one that is off in all of them. */
const shown = new Set(['vetoWindow', ...policyChanges.flatMap(({ rules }) => Object.keys(rules))]);

/** The rules in force, those that may come, and from when: no citizen's data. */
@ApiTags('policies')
@Controller('api')
@Access('cases')
export class PoliciesController {
  constructor(private readonly store: Store) {}

  @Get('policies')
  @ApiOkResponse({ type: PoliciesView })
  async read(): Promise<PoliciesView> {
    const { policy } = await this.#environment();
    return {
      inForce: { id: policy.id, hash: policyHash(policy) },
      today: Object.fromEntries(Object.entries(current).filter(([rule]) => shown.has(rule))),
      shipped: [...policyChanges],
      introductions: await listIntroductions(this.store.pool),
    };
  }

  @Post('policies/introductions')
  @Access('operations', 'administrator')
  @ApiCreatedResponse({ type: IntroductionView })
  introduce(@CurrentCaller() caller: Caller, @Body() body: IntroducePolicy): Promise<IntroductionView> {
    return introducePolicy(this.store, caller, body);
  }

  @Post('policies/introductions/:id/end')
  @HttpCode(200)
  @Access('operations', 'administrator')
  @ApiOkResponse({ type: IntroductionView })
  end(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { on }: EndPolicy,
  ): Promise<IntroductionView> {
    return endPolicy(this.store, caller, id, on);
  }

  @Get('tariffs')
  @ApiOkResponse({ type: TariffsView })
  async tariffs(): Promise<TariffsView> {
    const { at, policy } = await this.#environment();
    const inForce = tariffOn(danishDate(at), policy.tariffs);
    const byDay = policy.tariffs.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
    return { items: byDay.map((tariff) => ({ ...tariff, inForce: tariff.id === inForce.id })) };
  }

  @Post('tariffs')
  @Access('operations', 'administrator')
  @ApiCreatedResponse({ type: TariffsView })
  async enter(@CurrentCaller() caller: Caller, @Body() body: EnterTariff): Promise<TariffsView> {
    await enterTariff(this.store, caller, body);
    return this.tariffs();
  }

  async #environment() {
    const { pool, clock } = this.store;
    const [at, rules] = await Promise.all([clock(pool), readRules(pool)]);
    return environmentAt(at, rules);
  }
}
