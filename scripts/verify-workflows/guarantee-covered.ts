/** C4: what every case promises of the prescriptions from before a stay, and of the days ahead: see ARCHITECTURE.md. */
import type { DoseContext } from '../../workflows/dose-dispensing/base.ts';
import { coverageOf } from '../../workflows/dose-dispensing/coverage.ts';
import { danishDate, shiftDay } from '../../workflows/calendar.ts';
import { own } from '../../workflows/own.ts';
import type { Family } from '../../src/engine/decide-family.ts';
import type { Check, World } from './walk.ts';
import { envAt } from './walk.ts';

/** Tasks that ask about days without a roll, and states in which a person has answered. */
const asks = /^(dose-dispensing\.(planning|daysWithoutRoll)|dispensing-period)\./;
const answers = ['asked', 'agreed'];

/** C4: nothing that the citizen lives from is lost without someone being asked. */
export const nothingIsLostUnseen: Check = {
  name: 'C4',
  state: (world) => lostOverAStay(world) ?? dayUncovered(world),
};

/** A day without medicine that lies near is asked about, or a person has said what covers it. */
function dayUncovered(world: World): string | undefined {
  const { family, at } = world;
  const context = family[0]?.state.snapshot.context as DoseContext;
  // A death and an ending plan the days otherwise, and a hold is watched by itself (C1).
  const isOtherwise =
    context.deathStands || context.closed || context.ending !== undefined || context.hold !== undefined;
  if (isOtherwise || !hasBegun(context, at) || isTimerDue(world)) return undefined;
  const env = envAt(at);
  const { firstGap, from } = coverageOf({ ...context, env }, [], true);
  if (firstGap === null || firstGap > shiftDay(from, env.policy.nextPeriodDays)) return undefined;
  if (family.some(({ state }) => state.tasks.some(({ key }) => asks.test(key))) || isAnswered(family)) return undefined;
  return `Expected someone to be asked about ${firstGap}, on which no medicine is there, but no task does`;
}

/** After a discharge every dose prescription from before the stay is valid, or gone with a reason, or asked about. */
function lostOverAStay({ family: [root] }: World): string | undefined {
  if (!root) return undefined;
  const { stays, atAdmission, prescriptions, removalReasons, deathStands, closed } = root.state.snapshot
    .context as DoseContext;
  if (deathStands || closed || root.state.tasks.some(({ key }) => key.startsWith('dose-dispensing.removal.')))
    return undefined;
  const lost = Object.values(stays)
    .filter(({ dischargedAt, wasInpatient }) => dischargedAt && wasInpatient)
    .flatMap(({ stay }) => own(atAdmission, stay) ?? [])
    .find((id) => prescriptions[id]?.status === 'cancelled' && !prescriptions[id].reason && !own(removalReasons, id));
  return lost && `Expected ${lost} from before the stay to be valid, gone with a reason, or asked about, but it is not`;
}

/** Before the first roll the citizen lives from boxes as before. */
function hasBegun({ rolls }: DoseContext, at: string): boolean {
  return Object.values(rolls).some(({ startDate }) => startDate <= danishDate(at));
}

function isAnswered(family: Family): boolean {
  return family.some(({ state: { snapshot } }) => {
    const { settledAlarms = [] } = snapshot.context as Partial<DoseContext>;
    return (
      settledAlarms.length > 0 ||
      Object.values(snapshot.value as object).some((value) => answers.includes(value as string))
    );
  });
}

/** The engine fires what is overdue before anything else is true. */
function isTimerDue({ family, at }: World): boolean {
  return family.some(({ state }) => state.timers.some(({ dueAt }) => Date.parse(dueAt) <= Date.parse(at)));
}
