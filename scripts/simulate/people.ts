/** The people who answer what a case asks: late or never, as they are, and only by commands that the case allows. */
import { availability } from '../../src/engine/availability.ts';
import { withEnv } from '../../src/engine/decide.ts';
import type { Family, Member } from '../../src/engine/decide-family.ts';
import { danishDate, plusDays, plusHours } from '../../workflows/calendar.ts';
import type { Env, Instant, JsonObject, OpenTask, Role } from '../../workflows/definition.ts';
import type { DoseContext } from '../../workflows/dose-dispensing/base.ts';
import { earliestStart } from '../../workflows/dose-dispensing/entries.ts';
import { municipalAlarm } from '../../workflows/dose-dispensing/alarms.ts';
import { openPrescriptions } from '../../workflows/dose-dispensing/facts.ts';
import { gpQuestions } from '../../workflows/dose-dispensing/gp-questions.ts';
import { isSideDosed, needsDecision } from '../../workflows/dose-dispensing/medication-changes.ts';
import { mayRePrescribe } from '../../workflows/dose-dispensing/re-prescriptions.ts';
import { renewalsDue } from '../../workflows/dose-dispensing/renewals.ts';
import type { Prescriber } from '../../workflows/dose-dispensing/route-messages.ts';
import { checklist } from '../../workflows/hospital-stay/messages.ts';
import type { RequestContext } from '../../workflows/prescription-request/base.ts';
import type { SubstitutionContext } from '../../workflows/substitution/base.ts';
import { Draw } from './draw.ts';
import type { Drug, Fate, Temperament } from './fate.ts';
import { handlingOf, isDeliveryCovered, on } from './fate.ts';
import type { Address, Happening } from './happening.ts';
import { command, toCase } from './happening.ts';
import { reimbursementPercent } from './sources/municipality.ts';
import { prescription } from './sources/prescriptions.ts';

/** What a person does about a task: commands at once, facts that come of it later, and whether FMK is read again. */
interface Answer {
  commands: { type: string; data?: JsonObject; role?: Role; to?: Address }[];
  facts?: Happening[];
  readAgain?: true;
  /** A practice was phoned or asked: counted, as each answer of a GP is where nothing else is said. */
  gp?: boolean;
  /** Medicine for the days ahead was arranged otherwise. */
  covers?: true;
  /** What is packed from now on in place of what. */
  substituted?: PackedInstead;
}

/** From then on the pharmacy packs one drug in place of another; FMK shows it of every roll not yet begun with. */
export interface PackedInstead {
  drugId: string;
  substitute: string;
  from: Instant;
}

interface Asked {
  fate: Fate;
  member: Member;
  root: DoseContext;
  env: Env;
  draw: Draw;
}

/** [I] How soon someone of each temperament answers: probability, and from and to in parts of the time given. */
const answering: Record<Temperament, { p: number; from: number; to: number }[]> = {
  prompt: [
    { p: 0.93, from: 0.03, to: 0.6 },
    { p: 0.06, from: 1.02, to: 2 },
  ],
  mixed: [
    { p: 0.8, from: 0.05, to: 0.95 },
    { p: 0.17, from: 1.02, to: 3 },
  ],
  slow: [
    { p: 0.55, from: 0.1, to: 1 },
    { p: 0.35, from: 1.02, to: 4 },
  ],
  absent: [],
};

/** When this task will be answered; undefined where nobody does before it is overdue and asked anew. */
export function answersAt(task: OpenTask, openedAt: Instant, { temperament }: Fate, draw: Draw): Instant | undefined {
  const given = Math.max(1, (Date.parse(task.deadlineAt) - Date.parse(openedAt)) / 3_600_000);
  let chance = draw.fraction('whether');
  for (const { p, from, to } of answering[temperament]) {
    if (chance < p) {
      const part = from + draw.fraction('when') * (to - from);
      return plusHours(openedAt, Math.round(given * part * 60) / 60);
    }
    chance -= p;
  }
  return undefined;
}

const because = { reason: 'Simuleret' };
const does = (type: string, data: JsonObject = {}, role?: Role): Answer => ({
  commands: [{ type, data, ...(role && { role }) }],
});

/** By the start of the waiting state's id; the longest counts. */
const answers: Readonly<Record<string, (asked: Asked) => Answer>> = {
  'dose-dispensing.suitability': ({ fate: { drugs }, env: { policy } }) => ({
    commands: [
      ...(policy.pharmacyMayInitiate ? [{ type: 'referToPharmacy', data: { channel: 'phone' } }] : []),
      ...drugs.map(({ drugId, dosing }) => ({
        type: 'recordDrug',
        data: { drugId, isDoseDispensable: dosing === 'packed', hasStructuredDosage: true, dosing },
      })),
      { type: 'stateStability', data: { stableBackward: true, stableForward: true, changePlanned: false } },
      { type: 'assessSuited' },
    ],
  }),
  'dose-dispensing.consent': ({ fate: { declines }, root: { env } }) => {
    if (!declines)
      return does('giveConsent', {
        answeredBy: 'citizen',
        form: 'spoken',
        scope: 'dosePackingAndPickUp',
        on: danishDate(env.at),
      });
    return does('declineConsent', { answeredBy: 'citizen', reason: declines });
  },
  'dose-dispensing.fee': ({ env: { policy } }) => ({
    commands: [
      { type: 'agreePayer', data: { payer: policy.municipalPayerAllowed ? 'municipality' : 'citizen' } },
      { type: 'agreeDeliveryPayer', data: { payer: isDeliveryCovered(policy) ? 'municipality' : 'citizen' } },
      { type: 'recordSubsidy', data: { orderedBy: 'gp' }, role: 'gp' },
      { type: 'recordReimbursement', data: { percent: reimbursementPercent } },
    ],
  }),
  'dose-dispensing.foundation.underway.prescribing.open': ({ env: { policy } }) => ({
    ...does('askForPrescriptions', { prescriber: policy.pharmacyMayInitiate ? 'prescribingPharmacist' : 'gp' }),
    ...(!policy.pharmacyMayInitiate && { gp: true as const }),
  }),
  'dose-dispensing.foundation.underway.prescribing.open.asked': ({ fate: { drugs }, env }) => ({
    commands: [],
    facts: drugs
      .filter(({ dosing }) => dosing === 'packed')
      .map((drug) => prescription({ ...drug, validTo: plusDays(env.at, 700) }, 'open', plusHours(env.at, 2))),
  }),
  'dose-dispensing.foundation.underway.firstRoll': ({ fate: { declines, rolls }, env }) => {
    if (declines) return does('giveUpStart', { reason: 'citizenDeclines' });
    const first = rolls[0]?.startDate ?? '';
    const soonest = earliestStart({ env });
    return does('agreeStart', { startsOn: first > soonest ? first : soonest });
  },
  'dose-dispensing.foundation.open': () => does('acceptDiscrepancy', because),
  'dose-dispensing.foundation.overdue': () => does('acceptDiscrepancy', because),
  'dose-dispensing.medicationChange.underway.decision': ({ root: { medicationChanges }, draw }) => ({
    commands: Object.entries(medicationChanges)
      .filter(([, said]) => said.some(needsDecision))
      .map(([drugId]) => ({
        type: 'decideMedicationChange',
        data: { drugId, decision: draw.chance(drugId, 0.3) ? 'acute' : 'wait' },
      })),
    gp: true,
  }),
  'dose-dispensing.medicationChange.underway.discarding': () => does('confirmRollsDiscarded'),
  'dose-dispensing.medicationChange.underway.boxes': () => does('confirmSideDosingSetUp'),
  'dose-dispensing.medicationChange.underway.tidying': ({ root, env }) => {
    const untidy = gpQuestions(root).flatMap(({ kind, drugs }) =>
      kind === 'tidying' ? drugs.map(({ drugId }) => drugId) : [],
    );
    return {
      ...does('confirmPrescriptionTidied'),
      facts: openPrescriptions(root.prescriptions).flatMap((prescriptionId) => {
        const known = root.prescriptions[prescriptionId];
        if (!known || !untidy.includes(known.drugId)) return [];
        return [prescription(drugOf(prescriptionId, known), 'cancelled', plusHours(env.at, 1), { byHospital: false })];
      }),
    };
  },
  'dose-dispensing.medicationChange.underway.sideDosing': ({ root: { medicationChanges } }) => ({
    commands: Object.entries(medicationChanges)
      .filter(([, said]) => said.some(isSideDosed))
      .map(([drugId]) => ({ type: 'endSideDosing', data: { drugId } })),
  }),
  'dose-dispensing.removal': ({ root: { unexplained } }) => ({
    commands: unexplained.map((prescriptionId) => ({
      type: 'giveRemovalReason',
      data: { prescriptionId, ...because },
    })),
  }),
  'dose-dispensing.holdReview': ({ fate: { holds }, env, draw }) => {
    const stands = holds.some(({ from, liftedAt }) => from <= env.at && (!liftedAt || env.at < liftedAt));
    return stands && draw.chance('keeps', 0.5) ? does('keepHold', because) : does('endHold');
  },
  'dose-dispensing.daysWithoutRoll': () => ({ ...does('confirmDaysPlanned'), covers: true }),
  'dose-dispensing.ending.planned.ordinaryPrescriptions': () => ({ ...does('confirmOrdinaryPrescriptions'), gp: true }),
  'dose-dispensing.ending.planned.pharmacyTold': () => does('confirmPharmacyTold'),
  'dose-dispensing.ending.planned.feeStopped': () => does('confirmFeeStopped'),
  'dose-dispensing.ending.planned.lastRoll': () => does('confirmEnded'),
  'dose-dispensing.oldBoxes': () => does('confirmOldBoxesRemoved'),
  'dose-dispensing.planning.open': () => ({ ...does('settleAlarm', because), readAgain: true }),
  'dose-dispensing.planning.open.noNextPeriod': () => ({
    ...does('settleAlarm', because),
    readAgain: true,
    covers: true,
  }),
  'dose-dispensing.planning.open.holdEndsWithoutPeriod': () => ({
    ...does('settleAlarm', because),
    readAgain: true,
    covers: true,
  }),
  'dose-dispensing.planning.open.noRollKnown': () => ({
    ...does('settleAlarm', because),
    readAgain: true,
    covers: true,
  }),
  'dose-dispensing.planning.open.prescriptionExpiring': ({ root: { prescriptions, alarms }, env }) => {
    const [, key = ''] = municipalAlarm(alarms)?.key.split('prescriptionExpiring:') ?? [];
    const expiring = key.split('+').flatMap((each) => prescriptions[each.split(':')[0] ?? ''] ?? []);
    return { commands: [], facts: expiring.map(({ drugId }) => renewed(drugId, env.at)), gp: true };
  },
  'dose-dispensing.planning.open.productNotDosePackable': () => ({ ...does('settleAlarm', because), gp: true }),
  'dose-dispensing.renewal': ({ root, env, draw }) => {
    // Where the pharmacy may start citizens it is asked first, as long as the rules let it re-prescribe.
    const mayAsk = renewalsDue(root).every(({ drugId }) => mayRePrescribe(root, drugId));
    if (env.policy.pharmacyMayInitiate && mayAsk)
      return { ...does('askForRenewal', { prescriber: 'prescribingPharmacist' }), gp: false };
    return draw.chance('declines', 0.05)
      ? does('declineRenewal', because, 'gp')
      : { commands: [], facts: renewals(root, env) };
  },
  'dose-dispensing.renewal.open.overdue': ({ root, env }) => ({ commands: [], facts: renewals(root, env), gp: true }),
  'dose-dispensing.renewal.open.askedPharmacist': ({ root, env }) => ({
    commands: renewalsDue(root).map(({ drugId }) => ({
      type: 'recordRePrescription',
      data: { drugId },
      role: 'prescribingPharmacist',
    })),
    facts: renewals(root, env, 'prescribingPharmacist'),
  }),
  'dose-dispensing.orderEnd': () => does('answerOrderEnd', { goesOn: false }, 'gp'),
  'dose-dispensing.referral': ({ draw }) =>
    draw.chance('declines', 0.1)
      ? does('declineReferral', because, 'prescribingPharmacist')
      : does('acceptReferral', {}, 'prescribingPharmacist'),
  'dose-dispensing.gpWord': ({ draw }) =>
    draw.chance('objects', 0.05) ? does('objectToDosePacking', because, 'gp') : does('approveDosePacking', {}, 'gp'),
  'dose-dispensing.rollsAfterEnding': () => does('settleRollsAfterEnding', because),
  'dose-dispensing.death.reported': ({ fate: { diedAt }, env }) =>
    diedAt && diedAt <= env.at ? does('confirmDeath') : does('dismissDeathReport', because),
  'dose-dispensing.death.confirmed': ({ fate: { diedAt } }) =>
    diedAt ? does('confirmEnded') : does('dismissDeathReport', because),
  'dose-dispensing.death.contradicted': ({ fate: { diedAt } }) =>
    diedAt ? does('confirmDeath') : does('dismissDeathReport', because),
  // Whoever is asked has the GP issue the prescription; FMK shows it the day after.
  'prescription-request.answer': ({ member, env, draw }) => ({
    ...does('confirmGpContacted'),
    facts: draw.chance('issues', 0.8) ? renewalOfRequest(member, env) : [],
    gp: true,
  }),
  'prescription-request.answer.open.pooled': () => ({ ...does('recordForwarding', { to: 'ownGp' }), gp: true }),
  'prescription-request.answer.open.lost': () => ({ ...does('recordForwarding', { to: 'ownGp' }), gp: true }),
  'prescription-request.rejection': ({ member, env }) => ({
    ...does('noteRejection'),
    facts: renewalOfRequest(member, env),
    gp: true,
  }),
  'prescription-request.rejection.open.readdress': () => does('recordForwarding', { to: 'otherUnit' }),
  'prescription-request.rejection.open.reconcileOrder': () => ({ ...does('recordGpHandling', because), gp: true }),
  'substitution.search.open.inGroup': ({ member, env, draw }) => {
    const { drugId, alternatives } = situationOf(member);
    const [substitute] = alternatives;
    // The prescription stays: the pharmacy packs another of its group, and FMK's rolls show it.
    return substitute && draw.chance('finds', 0.8)
      ? {
          ...does('confirmSubstitution', { substitute }, 'prescribingPharmacist'),
          substituted: { drugId, substitute, from: env.at },
        }
      : does('declineSubstitution', because, 'prescribingPharmacist');
  },
  'substitution.search.open.outsideGroup': (asked) =>
    asked.draw.chance('finds', 0.6)
      ? prescribedInstead(asked, 'prescribingPharmacist')
      : does('declineSubstitution', because, 'prescribingPharmacist'),
  'substitution.search.open.gp': (asked) =>
    asked.draw.chance('finds', 0.3)
      ? prescribedInstead(asked, 'gp')
      : { ...does('declineSubstitution', because, 'gp'), gp: true },
  'substitution.search.open.partialRoll': ({ draw }) =>
    draw.chance('boxes', 0.85) ? { ...does('confirmSideDosing'), covers: true } : does('declineSideDosing', because),
  'substitution.search.open.cluster': () => ({ ...does('confirmClusterAsked'), covers: true }),
  'dispensing-period.dispensing': () => ({ ...does('confirmPharmacyAsked'), readAgain: true }),
  'dispensing-period.receipt': () => does('confirmRollReceived'),
  'dispensing-period.replacement': () => ({ ...does('confirmReplacement'), covers: true }),
  'hospital-stay.unknownAdmission': ({ fate, member, env }) => {
    const stay = stayOf(fate, member);
    return stay && !stay.isCancelled && stay.from <= env.at
      ? does('recordAdmission', { admittedAt: stay.from })
      : does('dismissStay', because);
  },
  'hospital-stay.admissionReview': () => does('reviewAdmission'),
  'hospital-stay.missingDischarge': ({ fate, member, env }) => {
    const stay = stayOf(fate, member);
    return stay && stay.to > env.at
      ? does('confirmStillAdmitted')
      : does('recordDischarge', { dischargedAt: stay?.to ?? env.at });
  },
  ...Object.fromEntries(
    Object.entries(checklist).map(([item, { confirm }]) => [`hospital-stay.checklist.${item}`, () => does(confirm)]),
  ),
};
const kinds = Object.keys(answers).toSorted((a, b) => b.length - a.length);

function stayOf({ stays }: Fate, { childKey }: Member) {
  return stays.find(({ episode }) => childKey === `hospital-stay:${episode}`);
}

/** A renewal has an id of its own; FMK shows it a day later. */
function renewed(drugId: string, at: Instant, issuedBy?: Prescriber): Happening {
  const prescriptionId = `renewed-${drugId}-${danishDate(at)}`;
  return prescription(
    { prescriptionId, drugId, validTo: plusDays(at, 700), dosing: 'packed' },
    'open',
    plusHours(at, 20),
    issuedBy && { issuedBy },
  );
}

function renewals(root: DoseContext, { at }: Env, issuedBy?: Prescriber): Happening[] {
  return renewalsDue(root).map(({ drugId }) => renewed(drugId, at, issuedBy));
}

function renewalOfRequest({ state: { snapshot } }: Member, { at }: Env): Happening[] {
  const { drugId } = (snapshot.context as RequestContext).request.latest ?? {};
  return drugId ? [renewed(drugId, at)] : [];
}

function situationOf({ state: { snapshot } }: Member): SubstitutionContext['situation'] {
  return (snapshot.context as SubstitutionContext).situation;
}

/** [I] Hours until FMK shows what was prescribed in place of a drug of another group. */
const prescribedInsteadHours = 6;

/**
 * Another drug altogether, from the first roll that the pharmacy has not begun with: until then the citizen has what was
 * packed. The old prescriptions go, and FMK shows the new one.
 */
function prescribedInstead(
  { fate: { rolls }, member, root, env, draw }: Asked,
  role: 'prescribingPharmacist' | 'gp',
): Answer {
  const { drugId } = situationOf(member);
  const substitute = drugId.replace(/^2810/, '2812');
  const shownAt = plusHours(env.at, prescribedInsteadHours);
  const from =
    rolls.find(({ startDate }) => handlingOf(startDate) > shownAt)?.startDate ?? danishDate(plusDays(env.at, 14));
  const before = openPrescriptions(root.prescriptions).flatMap((prescriptionId) => {
    const known = root.prescriptions[prescriptionId];
    return known?.drugId === drugId ? [drugOf(prescriptionId, known)] : [];
  });
  const prescriptionId = `instead-${draw.whole('id', 0, 999_999)}-${drugId}`;
  const drug: Drug = { prescriptionId, drugId: substitute, validTo: plusDays(env.at, 700), dosing: 'packed' };
  const recorded = { drugId: substitute, isDoseDispensable: true, hasStructuredDosage: true, dosing: 'packed' };
  return {
    commands: [
      { type: 'confirmSubstitution', data: { substitute }, role },
      { type: 'medicationChanged', data: { drugId, kind: 'stop', from }, role: 'gp', to: toCase },
      ...(root.takenOver ? [] : [{ type: 'recordDrug', data: recorded, to: toCase }]),
    ],
    facts: [
      prescription(drug, 'open', on(from, '06:00')),
      ...before.map((each) => prescription(each, 'cancelled', shownAt, { byHospital: false })),
    ],
    substituted: { drugId, substitute, from: shownAt },
  };
}

function drugOf(prescriptionId: string, known: { drugId: string; validTo?: Instant }): Drug {
  return {
    prescriptionId,
    drugId: known.drugId,
    validTo: known.validTo ?? '2030-01-01T00:00:00.000Z',
    dosing: 'packed',
  };
}

/** What a person does now about a task still open, as far as the case allows it. */
export interface Reply {
  happenings: Happening[];
  readAgain: boolean;
  gp: boolean;
  covers: boolean;
  substituted: PackedInstead | undefined;
}

export function reply(task: OpenTask, member: Member, family: Family, fate: Fate, env: Env, draw: Draw): Reply {
  const kind = kinds.find((start) => task.key.startsWith(start));
  const answer = kind === undefined ? undefined : answers[kind];
  if (!answer) throw new Error(`Expected someone to know how the task ${task.key} is answered: add it to answers`);
  const root = family[0]?.state.snapshot.context as DoseContext;
  const {
    commands,
    facts = [],
    readAgain,
    gp,
    covers,
    substituted,
  } = answer({ fate, member, root: { ...root, env }, env, draw });
  const to: Address = member.childKey === undefined ? toCase : { kind: 'member', childKey: member.childKey };
  const { definition, state } = member;
  const snapshot = withEnv(state.snapshot, env);
  const given = commands.flatMap(({ type, data = {}, role = 'municipalNurse', to: elsewhere }, n) => {
    // The first must be open to the person; what follows may be so only after it.
    if (n === 0 && availability(definition, snapshot, type, role, data)) return [];
    const one = command('people', elsewhere ?? to, type, data, env.at, role);
    return [{ ...one, message: { ...one.message, key: `${one.message.key}:${member.childKey ?? ''}:${n}` } }];
  });
  return {
    happenings: [...given, ...facts],
    readAgain: readAgain === true,
    gp: gp ?? task.role === 'gp',
    covers: covers === true,
    // Refused, as the rules may do, nothing is packed instead.
    substituted: given.length > 0 ? substituted : undefined,
  };
}
