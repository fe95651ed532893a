import { ArrayNotEmpty, Equals, IsBoolean, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { Instant, MessageSpec, Role, Text } from '../definition.ts';
import { IsInstant, IsReason } from '../fields.ts';

/** The 18 codes of MedCom's HospitalNotification: six events, each new, revised (RE_) or cancelled (AN_). */
export const hospitalEvents = ['STAA', 'STIN', 'STOR', 'SLOR', 'SLHJ', 'MORS'] as const;
export type HospitalEvent = (typeof hospitalEvents)[number];

export const changes = ['new', 'revised', 'cancelled'] as const;
export type Change = (typeof changes)[number];

/** One fact type per event. `occurredAt` of the message is the current Provenance's `occurredDateTime`. */
export const stayFactTypes = {
  STAA: 'acuteAdmissionObserved',
  STIN: 'admissionObserved',
  STOR: 'leaveStartObserved',
  SLOR: 'leaveEndObserved',
  SLHJ: 'dischargeObserved',
  MORS: 'deathObserved',
} as const satisfies Record<HospitalEvent, string>;
export type StayFactType = (typeof stayFactTypes)[HospitalEvent];

/** What a hospital notification says of a stay, free of the sender's format and of the citizen's identity. */
export class StayFact {
  @IsIn(hospitalEvents)
  event!: HospitalEvent;

  @IsIn(changes)
  change!: Change;

  /** Id of the MessageHeader that carried the fact, opaque. */
  @IsString()
  messageId!: string;

  /** The MessageHeader id that a revision or cancellation says it replaces: a hint only, senders get it wrong. */
  @IsOptional()
  @IsString()
  replaces?: string;

  /** EpisodeOfCare identifiers as `system|value`, value without `urn:uuid:` and in lower case: aliases of one stay. */
  @ArrayNotEmpty()
  @Matches(/^[^\0]{1,300}$/, { each: true })
  episodes!: string[];

  @IsInstant()
  periodStart!: string;

  @IsOptional()
  @IsInstant()
  periodEnd?: string;

  @IsOptional()
  @IsInstant()
  leaveStart?: string;

  @IsOptional()
  @IsInstant()
  leaveEnd?: string;

  /** SOR id of the department. */
  @Matches(/^\d{6,18}$/)
  provider!: string;

  /** Whether the hospital asks for a report of admission (XDIS16). */
  @IsBoolean()
  reportOfAdmission!: boolean;
}

/** For commands that say all by their name. */
class Remark {
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  remark?: string;
}

export class RecordAdmission {
  @IsInstant()
  admittedAt!: string;
}

export class RecordDischarge {
  @IsInstant()
  dischargedAt!: string;
}

class DismissStay {
  @IsReason()
  reason!: string;
}

/** Where a stay places the citizen. The case takes the maximum over its stays. */
export const settings = ['home', 'acuteAmbulant', 'onLeave', 'inpatient'] as const;
export type Setting = (typeof settings)[number];

/** What a stay tells its case, whenever it changes. */
export type StayChanged = {
  stay: string;
  setting: Setting;
  /** Each department with the start of its part of the stay, by SOR id. */
  departments: { from: Instant; provider: string }[];
  admittedAt?: Instant;
  /** The end of the stay, by discharge or death. */
  dischargedAt?: Instant;
  wasInpatient: boolean;
  cancelled: boolean;
  /** Whose the stay is: one cancelled while the citizen moved was not told of the move. */
  municipality?: string;
  /** What it was last told of the citizen's medicine: the case tells it again what is not so. */
  cover?: CoverTold;
};

export type DeathReported = { stay: string; diedAt?: Instant };

/** The discharge checklist (§3.9), in the order it is worked through. */
export const checklistItems = [
  'holdLifted',
  'prescriptionsAccounted',
  'newDrugs',
  'currentRoll',
  'nextPeriod',
  'homeInformed',
] as const;
export type ChecklistItem = (typeof checklistItems)[number];

/** Each item of the checklist with the command that closes it and the one that takes that back. */
export const checklist = {
  holdLifted: {
    confirm: 'confirmHoldLifted',
    reopen: 'reopenHoldLifted',
    question: { da: 'Er dosispakningen taget ud af bero?', en: 'Has the hold been lifted?' },
    answer: { da: 'Dosispakningen er ikke længere i bero', en: 'Confirm that the hold is lifted' },
    undo: { da: 'Genåbn: i bero', en: 'Reopen: hold' },
  },
  prescriptionsAccounted: {
    confirm: 'confirmPrescriptionsAccounted',
    reopen: 'reopenPrescriptionsAccounted',
    question: {
      da: 'Er hver dosisrecept fra før opholdet åben eller fjernet med en grund?',
      en: 'Is every dose prescription from before the stay open, or removed with a reason?',
    },
    answer: { da: 'Der er redegjort for dosisrecepterne', en: 'Confirm that dose prescriptions are accounted for' },
    undo: { da: 'Genåbn: dosisrecepter', en: 'Reopen: dose prescriptions' },
  },
  newDrugs: {
    confirm: 'confirmNewDrugs',
    reopen: 'reopenNewDrugs',
    question: {
      da: 'Er der nye lægemidler, som ikke kan dosispakkes?',
      en: 'Are there new drugs that cannot be dose packed?',
    },
    answer: { da: 'Nye lægemidler er gennemgået', en: 'Confirm that new drugs are reviewed' },
    undo: { da: 'Genåbn: nye lægemidler', en: 'Reopen: new drugs' },
  },
  currentRoll: {
    confirm: 'confirmCurrentRoll',
    reopen: 'reopenCurrentRoll',
    question: { da: 'Passer den nuværende dosisrulle stadig?', en: 'Is the current roll still right?' },
    answer: { da: 'Den nuværende dosisrulle er kontrolleret', en: 'Confirm that the current roll is checked' },
    undo: { da: 'Genåbn: nuværende dosisrulle', en: 'Reopen: current roll' },
  },
  nextPeriod: {
    confirm: 'confirmNextPeriod',
    reopen: 'reopenNextPeriod',
    question: { da: 'Er næste dosisrulle planlagt?', en: 'Is the next period planned?' },
    answer: { da: 'Næste dosisrulle er planlagt', en: 'Confirm that the next period is planned' },
    undo: { da: 'Genåbn: næste dosisrulle', en: 'Reopen: next period' },
  },
  homeInformed: {
    confirm: 'confirmHomeInformed',
    reopen: 'reopenHomeInformed',
    question: {
      da: 'Hvem giver borgeren og hjemmeplejen besked?',
      en: 'Who tells the citizen and the home care?',
    },
    answer: { da: 'Borgeren og hjemmeplejen har fået besked', en: 'Confirm that citizen and home care are told' },
    undo: { da: 'Genåbn: besked til borger og hjemmepleje', en: 'Reopen: telling citizen and home care' },
  },
} as const satisfies Record<
  ChecklistItem,
  { confirm: string; reopen: string; question: Text; answer: Text; undo: Text }
>;
type Checklist = (typeof checklist)[ChecklistItem];
export type ChecklistCommand = Checklist['confirm'] | Checklist['reopen'];

const municipality: readonly Role[] = ['municipalNurse'];
const command = (da: string, en: string, data: new () => object = Remark): MessageSpec => ({
  kind: 'command',
  label: { da, en },
  roles: municipality,
  data,
});
/** A message's type and the event it holds must be the same. */
function fact(event: HospitalEvent, da: string, en: string): MessageSpec {
  class Fact extends StayFact {}
  Equals(event)(Fact.prototype, 'event');
  return { kind: 'fact', label: { da, en }, basis: 'hospitalNotification', data: Fact };
}

const checklistCommands = Object.fromEntries(
  checklistItems.flatMap((item) => {
    const { confirm, reopen, answer, undo } = checklist[item];
    return [
      [confirm, command(answer.da, answer.en)],
      [reopen, command(undo.da, undo.en)],
    ];
  }),
) as Record<ChecklistCommand, MessageSpec>;

/** The case tells where the citizen lives now. */
export interface MunicipalityChanged {
  municipality: string;
}

/** What the citizen has at home after a discharge, as the case knows it; Danish dates. */
export type CoverTold = {
  dischargedAt: Instant;
  firstGap: string | null;
  coveredUntil: string | null;
};

export const hospitalStayMessages = {
  acuteAdmissionObserved: fact('STAA', 'Akut ambulant kontakt', 'Acute ambulant visit'),
  admissionObserved: fact('STIN', 'Indlæggelse', 'Admission'),
  leaveStartObserved: fact('STOR', 'Orlov begyndt', 'Leave started'),
  leaveEndObserved: fact('SLOR', 'Orlov slut', 'Leave ended'),
  dischargeObserved: fact('SLHJ', 'Udskrivning', 'Discharge'),
  deathObserved: fact('MORS', 'Død på sygehus', 'Death in hospital'),
  reviewAdmission: command('Indlæggelsen er gennemgået', 'Confirm that the admission is reviewed'),
  reopenAdmissionReview: command('Genåbn: gennemgang af indlæggelse', 'Reopen: admission review'),
  confirmStillAdmitted: command('Borgeren er stadig indlagt', 'Confirm that the citizen is still in hospital'),
  recordDischarge: command('Registrér udskrivning', 'Record discharge', RecordDischarge),
  withdrawDischarge: command('Fortryd registreret udskrivning', 'Withdraw recorded discharge'),
  recordAdmission: command('Registrér indlæggelse', 'Record admission', RecordAdmission),
  withdrawAdmission: command('Fortryd registreret indlæggelse', 'Withdraw recorded admission'),
  dismissStay: command('Afvis ophold', 'Dismiss stay', DismissStay),
  restoreStay: command('Gendan afvist ophold', 'Restore dismissed stay'),
  ...checklistCommands,
  deathStands: {
    kind: 'internal',
    basis: 'hospitalNotification',
    label: { da: 'Dødsfald meldt', en: 'Death reported' },
  },
  deathDismissed: {
    kind: 'internal',
    basis: 'hospitalNotification',
    label: { da: 'Dødsfald afvist', en: 'Death dismissed' },
  },
  coverTold: {
    kind: 'internal',
    basis: 'hospitalNotification',
    label: {
      da: 'Forløbet oplyser, hvor længe borgeren har medicin',
      en: 'The case tells for how long there is medicine',
    },
  },
  municipalityChanged: {
    kind: 'internal',
    basis: 'municipal',
    label: { da: 'Borgeren er flyttet til en anden kommune', en: 'The citizen has moved to another municipality' },
  },
} as const satisfies Record<string, MessageSpec>;
