import type { Caller } from '../auth/caller.ts';
import { Problem } from '../kernel/problem.ts';
import { alreadyOpen, openCase, readOpening } from './open-case.ts';
import type { Services } from './open-case.ts';
import { openCaseOfNumber } from './open-case-of-number.query.ts';
import type { CitizenToTakeOver, TakeOverCitizens, TakenOverView } from './take-over-views.ts';

/** Side by side they share commits, and leave connections to others. */
const lanes = 8;

/** A case for each citizen whose dose packing runs already, or what opening it would come to. One that is refused stops no other. */
export async function takeOverCitizens(
  services: Services,
  caller: Caller,
  { citizens, dryRun }: TakeOverCitizens,
): Promise<TakenOverView[]> {
  const results: TakenOverView[] = [];
  const waiting = citizens.entries();
  const work = async (): Promise<void> => {
    for (const [n, citizen] of waiting) results[n] = await takeOver(services, caller, citizen, dryRun);
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return results;
}

async function takeOver(
  services: Services,
  caller: Caller,
  { key, data }: CitizenToTakeOver,
  dryRun: boolean,
): Promise<TakenOverView> {
  try {
    if (dryRun) return await look(services, caller, data);
    await openCase(services, caller, data, key);
    return { result: 'opened' };
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    return outcomeOf(error);
  }
}

async function look(services: Services, caller: Caller, data: Record<string, unknown>): Promise<TakenOverView> {
  const { store } = services;
  const { cpr } = await readOpening(services, caller, data);
  const caseId = await openCaseOfNumber(store.pool, store.keys.vault, cpr);
  return caseId ? outcomeOf(await alreadyOpen(services, caller, caseId)) : { result: 'wouldOpen' };
}

function outcomeOf({ type, detail, extra }: Problem): TakenOverView {
  if (type === 'case-already-open') return { result: 'known' };
  const { faults } = extra as Pick<TakenOverView, 'faults'>;
  return { result: 'refused', detail, ...(faults && { faults }) };
}
