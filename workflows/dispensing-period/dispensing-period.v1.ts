import type { JsonObject, PeriodFacts, WorkflowDefinition } from '../definition.ts';
import { adverseEventText } from './adverse-event.ts';
import type { PeriodContext } from './base.ts';
import { base } from './base.ts';
import { deadlines } from './deadlines.ts';
import { dispensingPeriodMessages } from './messages.ts';
import { dispensingRegion, receiptRegion, replacementRegion, rollRegion } from './regions.ts';

const machine = base.createMachine({
  id: 'dispensing-period',
  context: ({ input: { env, caseId, parties, data } }) => ({
    env,
    caseId,
    parties,
    periodId: data['periodId'] as string,
    period: { seen: [] },
    changeCutOff: undefined,
    unexpected: [],
    isOver: false,
    heardAt: env.at,
    course: { onHold: false, isClosed: false, holds: [] },
    charge: undefined,
    adverseEvent: undefined,
    citizenDead: false,
  }),
  on: {
    draftAdverseEvent: { guard: 'isMissing', actions: 'draftAdverseEvent' },
    withdrawAdverseEvent: { guard: 'isAdverseEventDrafted', actions: 'withdrawAdverseEvent' },
    courseChanged: { guard: 'isNewsOfCourse', actions: 'noteCourse' },
    municipalityChanged: { guard: 'isNewMunicipality', actions: 'moveMunicipality' },
    deathStands: { guard: 'knowsOfNoDeath', actions: 'rest' },
    deathDismissed: { guard: 'knowsOfDeath', actions: 'wake' },
  },
  type: 'parallel',
  states: {
    roll: rollRegion,
    dispensing: dispensingRegion,
    receipt: receiptRegion,
    replacement: replacementRegion,
  },
});

function factsOf({ period: { latest, receivedAt }, changeCutOff, unexpected }: PeriodContext): PeriodFacts | undefined {
  if (!latest || !changeCutOff) return undefined;
  const { deadline: _, daysForExpeditedDosageChange: __, seenAt: ___, directory: ____, ...shown } = latest;
  // Who may see which drugs is said of the lists alone.
  const { substitutes: _____, agreedCutOff: ______, ...facts } = shown;
  return {
    ...facts,
    changeCutOffAt: changeCutOff.at,
    changeCutOffFrom: changeCutOff.derivation,
    ...(receivedAt && { receivedAt }),
    unexpectedChanges: unexpected,
  };
}

/** The same reading at a later time. */
function isOldNews({ period: { latest, deletedAt } }: PeriodContext, type: string, data: JsonObject): boolean {
  if (type !== 'dispensingPeriodObserved' || !latest || deletedAt) return false;
  const { seenAt: _, directory: __, agreedCutOff: ___, ...told } = latest;
  const sorted = (each: object): string =>
    JSON.stringify(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  return sorted(told) === sorted(data);
}

export const dispensingPeriodV1: WorkflowDefinition = {
  name: 'dispensing-period',
  version: 1,
  title: { da: 'Dosisrulle', en: 'Dispensing period' },
  machine,
  messages: dispensingPeriodMessages,
  ignored: [],
  guardReasons: {
    isReceivable: {
      da: 'der er ingen dosisrulle at modtage, eller den er allerede modtaget',
      en: 'there is no roll to receive, or it has been received',
    },
    isMissing: {
      da: 'dosisrullen kommer, som den skal, eller dosispakningen er i bero',
      en: 'the roll comes as it should, or the dose packing is on hold',
    },
    isAdverseEventDrafted: {
      da: 'der er ikke lavet et udkast her',
      en: 'no draft has been made here',
    },
    isReceived: {
      da: 'ingen modtagelse er registreret her',
      en: 'no receipt has been recorded here',
    },
  },
  deadlines,
  open: {
    kind: 'fact',
    child: ({ periodId }) => ({ aliases: [periodId as string], data: { periodId } }),
    afterEnding: true,
  },
  period: factsOf,
  isOldNews,
  adverseEvent: ({ adverseEvent }: PeriodContext) =>
    adverseEvent && { ...adverseEvent, text: adverseEventText(adverseEvent) },
  charges: ({ charge }: PeriodContext) => (charge ? [charge] : []),
};
