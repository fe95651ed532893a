import { assign, setup } from 'xstate';
import { danishDate } from '../calendar.ts';
import type { CaseContext, CaseEvent, CaseInput } from '../definition.ts';
import { requests, stateMeta } from '../definition.ts';
import { dutyGuards } from '../duty.ts';
import type { MunicipalityChanged } from '../hospital-stay/messages.ts';
import { delays } from './deadlines.ts';
import type {
  ChosenSubstitute,
  ConfirmSideDosing,
  GpChanged,
  PharmacyChanged,
  Reason,
  SituationChanged,
  SubstitutionChanged,
} from './messages.ts';
import type { Place, Progress, Step } from './step.ts';
import { nothingDone, placeOf } from './step.ts';

export interface SubstitutionContext extends CaseContext, Progress {
  situation: SituationChanged;
  /** The case has a standing report that the citizen is dead: every task rests. */
  citizenDead: boolean;
}

type SubstitutionEvent =
  | CaseEvent<'confirmSubstitution', ChosenSubstitute>
  | CaseEvent<'confirmSideDosing', ConfirmSideDosing>
  | CaseEvent<'declineSubstitution' | 'declineSideDosing' | 'reopenSubstitution', Reason>
  | CaseEvent<'situationChanged', SituationChanged>
  | CaseEvent<'municipalityChanged', MunicipalityChanged>
  | CaseEvent<'pharmacyChanged', PharmacyChanged>
  | CaseEvent<'gpChanged', GpChanged>
  | CaseEvent<'confirmClusterAsked' | 'deathStands' | 'deathDismissed'>;

const isNeeded = ({ situation: { since, isUrgent, isPacked, substitutedBy } }: SubstitutionContext): boolean =>
  since !== null && isUrgent && isPacked && substitutedBy === null;

const isAt = (context: SubstitutionContext, place: Place): boolean =>
  placeOf({ ...context, policy: context.env.policy }) === place;

export const base = setup({
  types: {
    context: {} as SubstitutionContext,
    events: {} as SubstitutionEvent,
    input: {} as CaseInput,
    meta: stateMeta,
    tags: {} as 'closed',
  },
  delays,
  guards: {
    ...dutyGuards({ substitution: isNeeded }, ({ citizenDead }: SubstitutionContext) => citizenDead),
    isAt: ({ context }, { place }: { place: Place }) => isAt(context, place),
    isNotAt: ({ context }, { place }: { place: Place }) => !isAt(context, place),
    /** The policy in force may have changed since the task opened (C6). */
    maySubstituteOutsideGroup: ({ context }) => isAt(context, 'outsideGroup'),
    /** R22: of the group, with the D mark, and to be had; where nothing is named, the pharmacist knows. */
    isOneOfGroup: ({ context: { situation }, event }) =>
      event.type !== 'confirmSubstitution' ||
      event.data.substitute === undefined ||
      situation.alternatives.includes(event.data.substitute),
    isAnythingDone: ({ context: { passed, chosenIn, sideDosedFrom, clusterAsked } }) =>
      passed.length > 0 || chosenIn !== undefined || sideDosedFrom !== undefined || clusterAsked,
    isNewSituation: ({ context, event }) =>
      event.type === 'situationChanged' && JSON.stringify(event.data) !== JSON.stringify(context.situation),
    isNewMunicipality: ({ context, event }) =>
      event.type === 'municipalityChanged' && event.data.municipality !== context.parties.municipality,
    isNewPharmacy: ({ context, event }) =>
      event.type === 'pharmacyChanged' && event.data.pharmacy !== context.parties.pharmacy,
    isNewGp: ({ context, event }) => event.type === 'gpChanged' && event.data.gpPractice !== context.parties.gpPractice,
    knowsOfNoDeath: ({ context }) => !context.citizenDead,
    knowsOfDeath: ({ context }) => context.citizenDead,
  },
  actions: {
    ...requests,
    /** A drug of the group that can be had again is tried, also where the group was given up. */
    noteSituation: assign(({ context: { situation, passed }, event }) => {
      if (event.type !== 'situationChanged') return {};
      const isNew = event.data.alternatives.some((each) => !situation.alternatives.includes(each));
      return { situation: event.data, passed: isNew ? passed.filter((step) => step !== 'inGroup') : passed };
    }),
    choose: assign(({ event }, { step }: { step: Step }) => ({
      chosenIn: step,
      isChosenUnknown: event.type === 'confirmSubstitution' && event.data.isUnknown === true,
    })),
    pass: assign(({ context: { passed } }, { step }: { step: Step }) => ({ passed: [...passed, step] })),
    /** FMK does not show what was chosen: the next in turn is asked. */
    passChosen: assign(({ context: { passed, chosenIn } }) => ({
      passed: chosenIn ? [...passed, chosenIn] : passed,
      chosenIn: undefined,
      isChosenUnknown: false,
    })),
    askCluster: assign({ clusterAsked: true }),
    askClusterAgain: assign({ clusterAsked: false }),
    moveMunicipality: assign(({ context: { parties }, event }) => ({
      parties: event.type === 'municipalityChanged' ? { ...parties, municipality: event.data.municipality } : parties,
    })),
    takePharmacy: assign(({ context: { parties }, event }) => ({
      parties: event.type === 'pharmacyChanged' ? { ...parties, pharmacy: event.data.pharmacy } : parties,
    })),
    takeGp: assign(({ context: { parties }, event }) => ({
      parties: event.type === 'gpChanged' ? { ...parties, gpPractice: event.data.gpPractice } : parties,
    })),
    rest: assign({ citizenDead: true }),
    wake: assign({ citizenDead: false }),
  },
});

/** What the citizen gets from boxes, told to the case when it changes. */
const noting = (change: (context: SubstitutionContext, event: SubstitutionEvent) => Progress) =>
  base.enqueueActions(({ context, event, enqueue }) => {
    const after = change(context, event);
    enqueue.assign({ ...after });
    if (after.sideDosedFrom === context.sideDosedFrom) return;
    const data = {
      drugId: context.situation.drugId,
      sideDosedFrom: after.sideDosedFrom ?? null,
    } satisfies SubstitutionChanged;
    enqueue({ type: 'tell', params: { to: 'parent', type: 'substitutionChanged', data } });
  });

export const beginSideDosing = noting(({ env, passed, chosenIn, isChosenUnknown, clusterAsked }, event) => ({
  passed,
  chosenIn,
  isChosenUnknown,
  clusterAsked,
  sideDosedFrom: (event.type === 'confirmSideDosing' ? event.data.from : undefined) ?? danishDate(env.at),
}));

/** Over, or begun again: nothing that was tried counts any more. */
export const forget = noting(() => nothingDone);
