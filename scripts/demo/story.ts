/** The life of each citizen of the demonstration: as the simulation draws it, or one of those that stand still. */
import { policyInForce } from '../../workflows/policy/in-force.ts';
import type { Instant } from '../../workflows/definition.ts';
import { fateOf } from '../simulate/fate.ts';
import { storyOf } from '../simulate/life.ts';
import type { Story } from '../simulate/life.ts';
import type { Happening } from '../simulate/happening.ts';
import { marketOf } from '../simulate/market.ts';
import { saidOf } from '../simulate/sources.ts';
import { municipalityOf } from './people.ts';
import { careRecordOf, hospitalOf, partiesOf } from './register.ts';
import { standingStill, stillOf } from './standing-still.ts';

/** What was made, so that it can be made again. */
export interface Plan {
  seed: number;
  citizens: number;
  weeks: number;
  /** The first instant; the last is `weeks` later. */
  start: Instant;
}

export function storyIn(plan: Plan, number: number): Story {
  const { seed, weeks, start } = plan;
  const code = municipalityOf(number);
  const policy = policyInForce(start);
  const drawn = fateOf(seed, number, weeks, policy, start);
  const fate = {
    ...drawn,
    requests: drawn.requests.map((request) => ({ ...request, careRecord: careRecordOf(code) })),
  };
  const cause = stillOf(number);
  const { fate: lived, said = [] } = cause ? standingStill[cause](seed, fate, policy) : { fate };
  const told = [...saidOf(lived, marketOf(seed, weeks, start)), ...said].map((one) => local(one, code));
  return storyOf(seed, lived, told);
}

/** The simulation has one hospital and two municipalities; here each citizen has those of the place. */
function local(one: Happening, code: string): Happening {
  const { data, type } = one.message;
  const changed =
    'provider' in data
      ? { ...data, provider: hospitalOf(code) }
      : type === 'moveMunicipality'
        ? { ...data, organisationId: partiesOf(code === '0461' ? '0751' : '0461').municipality }
        : data;
  return changed === data ? one : { ...one, message: { ...one.message, data: changed } };
}
