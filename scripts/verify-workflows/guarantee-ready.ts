/** What is promised of a citizen who is ready, and of one whose dose packing runs: see ARCHITECTURE.md, invariant C3. */
import { isDeepStrictEqual } from 'node:util';
import type { DoseContext } from '../../workflows/dose-dispensing/base.ts';
import { own } from '../../workflows/own.ts';
import type { Check, World } from './walk.ts';

/** The conditions as the invariant states them, written apart from the chart's own. Times are compared as numbers. */
function missing(
  { env, takenOver, assessment, notSuited, consent, drugs, prescriptions }: DoseContext,
  at: string,
): string[] {
  const now = Date.parse(at);
  const is = (instant: string | undefined, otherwise: number): number => (instant ? Date.parse(instant) : otherwise);
  const valid = Object.values(prescriptions).filter(
    ({ status, validTo }) =>
      ['open', 'pending', 'deferredCancellation'].includes(status) && is(validTo, Infinity) > now,
  );
  const registered = notSuited.some(
    ({ from, to, endedAt }) => Date.parse(from) <= now && now < Math.min(is(to, Infinity), is(endedAt, Infinity)),
  );
  const chosen = Object.keys(drugs).filter((drugId) => own(drugs, drugId)?.dosing === 'packed');
  const packed = new Set([
    ...chosen,
    ...valid.flatMap(({ drugId }) => (own(drugs, drugId)?.dosing === 'beside' ? [] : [drugId])),
  ]);
  const found: string[] = [];
  if (assessment ? !assessment.suited : !takenOver) found.push('an assessment as suited');
  if (registered) found.push('FMK without “not suited”');
  if (env.policy.consentRequired && (consent.answer ? consent.answer !== 'given' : !takenOver)) found.push('consent');
  if (packed.size === 0 && !takenOver) found.push('a drug to pack');
  for (const drugId of packed) {
    const drug = own(drugs, drugId);
    if (drug ? !drug.isDoseDispensable : !takenOver) found.push('a D mark');
    if ((drug || !takenOver) && !valid.some((prescription) => prescription.drugId === drugId))
      found.push('a dose prescription');
  }
  return found;
}

function root({ family: [member] }: World): { context: DoseContext; value: Record<string, unknown> } | undefined {
  const snapshot = member?.state.snapshot;
  if (!snapshot) return undefined;
  return { context: snapshot.context as DoseContext, value: snapshot.value as Record<string, unknown> };
}

/** FMK shows a roll that begins after the last day, and nobody has said that it is taken care of. */
function isShownAfterEnding({ rolls, ending, endedOn, rollsSettled }: DoseContext): boolean {
  const gone = ['discarded', 'notDispensed', 'notDelivered', 'deleted'];
  return Object.entries(rolls).some(
    ([period, { startDate, stage }]) =>
      Date.parse(startDate) > Math.max(Date.parse(endedOn ?? ''), Date.parse(ending?.lastDay ?? endedOn ?? '')) &&
      !gone.includes(stage) &&
      !rollsSettled.includes(period),
  );
}

/**
 * C3: nobody is ready while something is missing. Where dose packing runs without it the packing goes on, and the
 * municipality is asked, unless it has accepted what is missing, a death stands, or an ending is planned.
 */
export const readyMeansReady: Check = {
  name: 'C3',
  state: (world) => {
    const { context, value } = root(world) ?? {};
    if (!context || !value) return undefined;
    const lacking = missing(context, world.at);
    const { course, foundation } = value;
    if (isDeepStrictEqual(course, { starting: 'ready' }) && lacking.length > 0)
      return `Expected a citizen who is ready to have ${lacking.join(' and ')}, but it is missing`;
    if (
      course === 'ended' &&
      isShownAfterEnding(context) &&
      !world.family[0]?.state.tasks.some(({ key }) => key.startsWith('dose-dispensing.rollsAfterEnding.'))
    )
      return 'Expected someone to be asked about a roll after the ending, but nobody is';
    const runs = typeof course === 'object' && course !== null && ('active' in course || 'onHold' in course);
    const isQuiet = context.deathStands || context.acceptedDiscrepancies.length > 0;
    if (runs && !isQuiet && lacking.length > 0 && foundation === 'none')
      return `Expected someone to be asked about ${lacking.join(' and ')}, but nobody is`;
    return undefined;
  },
  edge: ({ before, after, move }) => {
    const [was, is] = [root(before)?.value['course'], root(after)?.value['course']];
    const isLoss = ['notSuitedObserved', 'dosePrescriptionObserved'].includes(move.message.type);
    const stops = isLoss && JSON.stringify(was) !== JSON.stringify(is) && JSON.stringify(was).includes('active');
    return stops
      ? `Expected ${move.name} to leave the dose packing running, but it is ${JSON.stringify(is)}`
      : undefined;
  },
};
