import { ArrayMaxSize, IsArray, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import type { Instant, LegalBasis, MessageSpec, Role } from '../definition.ts';
import { IsDay, IsInstant, IsListOf, IsNotBefore } from '../fields.ts';
import type { AgreedCutOff, CutOffDerivation } from './change-cut-off.ts';
import type { Stage } from './derive-period.ts';
import type { FeeTerms } from './fee.ts';

/** A drug in the roll that the citizen has marked private: FMK tells that it is there, not what it is. */
export class HiddenDrug {
  @IsString()
  @MaxLength(100)
  drugMedicationId!: string;

  /** FMK's, such as 2233. */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  warningCode?: string;
}

/** A drug that the pharmacy packs in place of the one ordered, both by LMS drug id. */
export class Substitute {
  @IsString()
  @MaxLength(100)
  drugId!: string;

  @IsString()
  @MaxLength(100)
  orderedDrugId!: string;
}

/** A dispensing period as FMK shows it now; `occurredAt` is when it came to be so. One period is one roll. */
export class DispensingPeriodObserved {
  @Matches(/^[^\0\p{Surrogate}]{1,100}$/u)
  periodId!: string;

  @IsString()
  @MaxLength(100)
  cardId!: string;

  @IsDay()
  startDate!: string;

  @IsDay()
  @IsNotBefore('startDate', 'Sidste dag må ikke ligge før første dag')
  endDate!: string;

  /** FMK's word. An unknown one is kept and shown. */
  @IsString()
  @MaxLength(100)
  status!: string;

  /** FMK 1.4: the instant until which the roll can be changed. */
  @IsOptional()
  @IsInstant()
  deadline?: string;

  /** FMK 1.6: of the card, in days before the start. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  daysForExpeditedDosageChange?: number;

  @IsOptional()
  @IsDay()
  expectedDelivery?: string;

  /** Why the roll is packed out of turn. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  acutePacking?: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  discardReason?: string;

  /** LMS drug ids of what is packed. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  drugIds?: string[];

  /** The same as they were ordered, where the pharmacy packs others in their place. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  orderedDrugIds?: string[];

  /** Which of them stands for which, where the source tells. */
  @IsOptional()
  @ArrayMaxSize(100)
  @IsListOf(Substitute)
  substitutes?: Substitute[];

  /** What else is packed: with them, what is known of the roll is not all of it. */
  @IsOptional()
  @IsListOf(HiddenDrug)
  hiddenDrugs?: HiddenDrug[];

  @IsOptional()
  @IsString()
  @MaxLength(100)
  orderedAtPharmacy?: string;

  /** When FMK says that the card was made. */
  @IsOptional()
  @IsDay()
  cardCreatedOn?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  packedAtOrganisation?: string;
}

/** What the directory and the agreements knew when the fact came: a chart reads none. Absent where they know nothing. */
export type PeriodReading = DispensingPeriodObserved & {
  /** Our organisation under the identifier that FMK gives of the ordering pharmacy. */
  directory?: { orderedAt: string };
  /** Of the agreement that holds for the pharmacy on the first day of the roll. */
  agreedCutOff?: AgreedCutOff;
};

/** FMK no longer has the period; `occurredAt` is when it was deleted. */
export class DispensingPeriodDeleted {
  @Matches(/^[^\0\p{Surrogate}]{1,100}$/u)
  periodId!: string;
}

/** For commands that say all by their name. */
class Remark {
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  remark?: string;
}

/** What the case must know of a roll. */
export type Roll = {
  card: string;
  startDate: string;
  endDate: string;
  stage: Stage;
  isAcute: boolean;
  changeCutOffAt: Instant;
  derivation: CutOffDerivation;
  /** The organisation that the card is made out to, where FMK tells and the directory knows it. */
  orderedAt?: string;
  /** First day of the card, where FMK tells. */
  cardCreatedOn?: string;
  /** Unknown where FMK's answer did not tell. */
  drugs?: string[];
  /** As ordered, where the pharmacy packs others in their place. */
  ordered?: string[];
  /** Which of them stands for which, where FMK tells. */
  substitutes?: { drugId: string; orderedDrugId: string }[];
  /** FMK's ids of the drug medications packed as well, which the citizen has marked private. */
  hidden?: string[];
};

/** What a roll must know of the dose packing: an absence under a hold is expected (§8.1.10), and an ended case asks nothing. */
export type CourseChanged = {
  onHold: boolean;
  isClosed: boolean;
  holds: { from: Instant; to?: Instant }[];
  /** Absent until the case has told. */
  fee?: FeeTerms;
};

/** What a period tells its case whenever it changes, and what it has been told: the case tells it again what is not so. */
export type PeriodChanged = {
  period: string;
  /** None once FMK has deleted it. */
  roll: Roll | null;
  citizenDead: boolean;
  course: CourseChanged;
};

const municipality: readonly Role[] = ['municipalNurse'];
const command = (da: string, en: string): MessageSpec => ({
  kind: 'command',
  label: { da, en },
  roles: municipality,
  data: Remark,
});
const internal = (basis: LegalBasis, da: string, en: string): MessageSpec => ({
  kind: 'internal',
  basis,
  label: { da, en },
});

export const dispensingPeriodMessages = {
  dispensingPeriodObserved: {
    kind: 'fact',
    label: { da: 'FMK: dosisrulle', en: 'FMK: dispensing period' },
    basis: 'fmk',
    data: DispensingPeriodObserved,
  },
  dispensingPeriodDeleted: {
    kind: 'fact',
    label: { da: 'FMK: dosisrulle slettet', en: 'FMK: dispensing period deleted' },
    basis: 'fmk',
    data: DispensingPeriodDeleted,
  },
  confirmRollReceived: command(
    'Dosisrullen er modtaget og kontrolleret',
    'Confirm that the roll is received and checked',
  ),
  reopenRollReceived: command('Genåbn: modtagelse af dosisrullen', 'Reopen: receipt of the roll'),
  confirmPharmacyAsked: command(
    'Apoteket er spurgt om dosisrullen',
    'Confirm that the pharmacy was asked for the roll',
  ),
  reopenPharmacyAsked: command('Genåbn: spørg apoteket om dosisrullen', 'Reopen: ask the pharmacy for the roll'),
  confirmReplacement: command('Erstatning for dosisrullen er aftalt', 'Confirm that a replacement is agreed'),
  reopenReplacement: command('Genåbn: erstatning for dosisrullen', 'Reopen: replacement of the roll'),
  draftAdverseEvent: command('Lav udkast til utilsigtet hændelse', 'Draft a report of an adverse event'),
  withdrawAdverseEvent: command('Fortryd udkast til utilsigtet hændelse', 'Withdraw the draft of an adverse event'),
  courseChanged: internal('municipal', 'Dosispakningen ændret', 'Dose packing changed'),
  municipalityChanged: internal('municipal', 'Borgeren er flyttet kommune', 'The citizen has moved municipality'),
  deathStands: internal('hospitalNotification', 'Dødsfald meldt', 'Death reported'),
  deathDismissed: internal('hospitalNotification', 'Dødsfald afvist', 'Death dismissed'),
} as const satisfies Record<string, MessageSpec>;
