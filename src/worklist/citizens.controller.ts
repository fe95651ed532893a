import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadPurpose } from '../audit/read-purpose.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import type { Definitions } from '../engine/read-family.ts';
import { checkCpr } from '../kernel/cpr.ts';
import { badRequest } from '../kernel/problem.ts';
import { CitizenSearch } from './questions.ts';
import { searchCitizens } from './search-citizens.ts';
import { SearchView } from './views.ts';

@ApiTags('citizens')
@Controller('api/citizens')
@Access('cases')
export class CitizensController {
  constructor(
    private readonly store: Store,
    @Inject(DEFINITIONS) private readonly definitions: Definitions,
  ) {}

  /** A POST, so that no CPR number stands in a URL (P1). */
  @Post('search')
  @HttpCode(200)
  @ApiOkResponse({ type: SearchView })
  search(@CurrentCaller() caller: Caller, @ReadPurpose() purpose: Purpose, @Body() { cpr }: CitizenSearch) {
    const checked = checkCpr(cpr);
    if (checked.kind === 'invalid') {
      const message =
        checked.reason === 'format' ? 'CPR-nummeret skal have ti cifre' : 'Datoen i CPR-nummeret findes ikke';
      throw badRequest(message, [{ field: 'cpr', message }]);
    }
    return searchCitizens(this.store, this.definitions, caller, checked.cpr, purpose);
  }
}
