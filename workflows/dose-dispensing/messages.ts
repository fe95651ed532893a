import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import type { MessageSpec, Role, Text } from '../definition.ts';
import { IsDay, IsInstant, IsListOf, IsNotBefore } from '../fields.ts';

export class KnownPrescription {
  @IsString()
  prescriptionId!: string;

  /** LMS drug id, 11 digits. */
  @IsString()
  drugId!: string;

  @IsInstant()
  validTo!: string;
}

export const entries = ['identified', 'alreadyOnDosePacking'] as const;

/**
 * A citizen found for dose packing begins from the start; one whose dose packing already runs is taken over as it is, and
 * what is not known stays unknown (§8.1.18).
 */
export class Beginning {
  /** Without it the citizen is already on dose packing. */
  @IsOptional()
  @IsIn(entries)
  entry?: (typeof entries)[number];

  @IsOptional()
  @IsDay()
  since?: string;

  @IsOptional()
  @IsListOf(KnownPrescription)
  prescriptions?: KnownPrescription[];
}

/** For commands that say all by their name. */
class Remark {
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  remark?: string;
}

class Reason {
  @IsString()
  @MaxLength(1000)
  reason!: string;
}

export class RecordHold {
  @IsString()
  @MaxLength(1000)
  reason!: string;

  /** First day on hold. */
  @IsDay()
  from!: string;

  /** Last day on hold; without it the hold is open-ended and watched. */
  @IsOptional()
  @IsDay()
  @IsNotBefore('from', 'Sidste dag i bero må ikke ligge før første dag')
  to?: string;
}

export class KeepHold {
  @IsString()
  @MaxLength(1000)
  reason!: string;

  @IsOptional()
  @IsDay()
  to?: string;
}

export const endingReasons = [
  'gpWithdraws',
  'citizenDeclines',
  'consentWithdrawn',
  'feeDeclined',
  'notSuited',
  'unstableMedication',
  'nonPayment',
  'moved',
  'other',
] as const;
export type EndingReason = (typeof endingReasons)[number] | 'death';

export class PlanEnding {
  @IsIn(endingReasons)
  reason!: (typeof endingReasons)[number];

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  text?: string;

  /** Last day of the last roll. */
  @IsOptional()
  @IsDay()
  lastDay?: string;
}

/** A case that never came to a first roll has no last one. */
export class GiveUpStart {
  @IsIn(endingReasons)
  reason!: (typeof endingReasons)[number];

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  text?: string;
}

/** Stability backward and forward, as someone's statement (R32). Who and when is kept with it. */
export class StateStability {
  /** Same medicine for the last 3-6 months, by individual judgement. */
  @IsBoolean()
  stableBackward!: boolean;

  /** Expected to stay so. */
  @IsBoolean()
  stableForward!: boolean;

  @IsBoolean()
  changePlanned!: boolean;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  remark?: string;
}

class DrugOnly {
  /** LMS drug id, 11 digits. */
  @IsString()
  @Matches(/^\d{11}$/, { message: 'Lægemiddelid skal have 11 cifre' })
  drugId!: string;
}

export const dosings = ['packed', 'beside'] as const;
/** One drug of the regimen. One that may not be packed can be dosed beside the roll: a mixed regimen. */
export class RecordDrug extends DrugOnly {
  /** The D mark of the price list. */
  @IsBoolean()
  isDoseDispensable!: boolean;

  /** A machine cannot read free text. */
  @IsBoolean()
  hasStructuredDosage!: boolean;

  @IsIn(dosings)
  dosing!: (typeof dosings)[number];
}

export const consentGivers = ['citizen', 'relative', 'guardian'] as const;
export const consentForms = ['spoken', 'written'] as const;
export const consentScopes = ['dosePacking', 'dosePackingAndPickUp'] as const;
export class GiveConsent {
  @IsIn(consentGivers)
  answeredBy!: (typeof consentGivers)[number];

  @IsIn(consentForms)
  form!: (typeof consentForms)[number];

  /** Dose packing alone, or also that someone else may pick up the rolls. */
  @IsIn(consentScopes)
  scope!: (typeof consentScopes)[number];

  @IsDay()
  on!: string;
}

export const declineReasons = ['doseFee', 'deliveryFee', 'other'] as const;
export class DeclineConsent {
  @IsIn(consentGivers)
  answeredBy!: (typeof consentGivers)[number];

  @IsIn(declineReasons)
  reason!: (typeof declineReasons)[number];

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  text?: string;
}

const payers = ['citizen', 'municipality'] as const;
export class AgreePayer {
  @IsIn(payers)
  payer!: (typeof payers)[number];
}

const prescribers = ['gp', 'prescribingPharmacist'] as const;
export class AskForPrescriptions {
  @IsIn(prescribers)
  prescriber!: (typeof prescribers)[number];
}

export class RecordSubsidy {
  /** Who ordered it. */
  @IsIn(prescribers)
  orderedBy!: (typeof prescribers)[number];
}

export class CountStock {
  /** The day on which what the citizen has at home is used up. */
  @IsDay()
  lastsUntil!: string;
}

export class AgreeStart {
  @IsDay()
  startsOn!: string;
}

const changeKinds = ['new', 'increase', 'reduction', 'stop'] as const;
export type ChangeKind = (typeof changeKinds)[number];
export class MedicationChanged extends DrugOnly {
  @IsIn(changeKinds)
  kind!: ChangeKind;

  /** First day of the new dosage. */
  @IsDay()
  from!: string;

  /** It cannot wait for a roll that fits. */
  @IsOptional()
  @IsBoolean()
  acute?: boolean;
}

const changeDecisions = ['wait', 'acute'] as const;
export type ChangeDecision = (typeof changeDecisions)[number];
export class DecideMedicationChange extends DrugOnly {
  @IsIn(changeDecisions)
  decision!: ChangeDecision;
}

export class WithdrawMedicationChange extends DrugOnly {
  @IsString()
  @MaxLength(1000)
  reason!: string;
}

export class MoveMunicipality {
  /** The municipality that the citizen moves to, by its id in the directory. */
  @IsUUID()
  organisationId!: string;

  @IsDay()
  from!: string;
}

/** What a dispensing period tells of its roll. One that will not come is told without its times. */
export interface RollObserved {
  roll: string;
  /** The last instant at which it can be changed. */
  changeCutOffAt?: string;
  startsAt?: string;
}

export class GiveRemovalReason {
  @IsString()
  prescriptionId!: string;

  @IsString()
  @MaxLength(1000)
  reason!: string;
}

export class WithdrawRemovalReason {
  @IsString()
  prescriptionId!: string;
}

class ReportDeath {
  /** Who told us, such as the family or the home care. */
  @IsString()
  @MaxLength(1000)
  source!: string;

  @IsOptional()
  @IsDay()
  diedAt?: string;
}

/** A registration at FMK with a period of validity, as read. `occurredAt` is when it was created or removed. */
class RegistrationObserved {
  @IsString()
  registrationId!: string;

  @IsInstant()
  from!: string;

  @IsOptional()
  @IsInstant()
  to?: string;

  @IsIn(['created', 'removed'])
  change!: 'created' | 'removed';
}

/** FMK's registration SetDoseDispensingOnHold. */
export class HoldObserved extends RegistrationObserved {}

/** FMK's registration NotSuitedForDoseDispensing; its only reason is "Ikke i stabil medicinering". */
export class NotSuitedObserved extends RegistrationObserved {}

/** A dose prescription as FMK shows it now. `occurredAt` is when it came to be so. */
export class DosePrescriptionObserved {
  @IsString()
  prescriptionId!: string;

  @IsString()
  drugId!: string;

  /** FMK's word. An unknown one is kept and shown. */
  @IsString()
  @MaxLength(100)
  status!: string;

  @IsOptional()
  @IsInstant()
  validTo?: string;

  /** Why it is gone, where FMK says so. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  reason?: string;

  /** Whether a hospital made the change, where FMK says so. */
  @IsOptional()
  @IsBoolean()
  byHospital?: boolean;
}

/** A death told by another source than the hospital: about two thirds of deaths give no hospital message (R73). */
export class DeathReportObserved {
  @IsString()
  reportId!: string;

  @IsString()
  @MaxLength(100)
  source!: string;

  @IsBoolean()
  withdrawn!: boolean;
}

const municipality: readonly Role[] = ['municipalNurse'];
const clinicians: readonly Role[] = ['municipalNurse', 'gp', 'hospitalWard'];
const assessors: readonly Role[] = ['municipalNurse', 'gp', 'prescribingPharmacist'];
const prescribing: readonly Role[] = ['municipalNurse', 'gp'];
const command = (
  da: string,
  en: string,
  data: new () => object = Remark,
  roles: readonly Role[] = municipality,
  help?: Text,
): MessageSpec => ({ kind: 'command', label: { da, en }, roles, data, ...(help && { help }) });
const internal = (da: string, en: string): MessageSpec => ({
  kind: 'internal',
  basis: 'hospitalNotification',
  label: { da, en },
});

export const doseDispensingMessages = {
  recordHold: command('Sæt i bero', 'Put on hold', RecordHold, clinicians),
  endHold: command('Ophæv bero', 'End the hold', Remark, clinicians),
  keepHold: command('Behold i bero', 'Keep the hold', KeepHold, clinicians),
  confirmDaysPlanned: command('Dage uden dosisrulle er planlagt', 'Confirm that the days without a roll are planned'),
  planEnding: command('Planlæg ophør', 'Plan the ending', PlanEnding, ['municipalNurse', 'gp']),
  cancelEnding: command('Fortryd planlagt ophør', 'Cancel the planned ending', Reason, ['municipalNurse', 'gp']),
  confirmOrdinaryPrescriptions: command(
    'Almindelige recepter er klar',
    'Confirm that ordinary prescriptions are ready',
    Remark,
    ['municipalNurse', 'gp'],
  ),
  reopenOrdinaryPrescriptions: command('Genåbn: almindelige recepter', 'Reopen: ordinary prescriptions'),
  confirmPharmacyTold: command('Apoteket har fået besked', 'Confirm that the pharmacy is told'),
  reopenPharmacyTold: command('Genåbn: besked til apoteket', 'Reopen: telling the pharmacy'),
  confirmFeeStopped: command('Dosispakkegebyret er stoppet', 'Confirm that the dose-packing fee has stopped'),
  reopenFeeStopped: command('Genåbn: stop af dosispakkegebyr', 'Reopen: stopping the dose-packing fee'),
  confirmEnded: command('Dosispakningen er ophørt', 'Confirm that dose packing has ended'),
  reopen: command('Genoptag forløbet', 'Reopen the case', Reason),
  voidCase: command('Annullér forløbet (forkert borger)', 'Void the case (wrong citizen)', Reason),
  restoreVoided: command('Gendan annulleret forløb', 'Restore the voided case', Reason),
  reportDeath: command('Meld dødsfald', 'Report a death', ReportDeath, ['municipalNurse', 'gp']),
  confirmDeath: command('Bekræft dødsfald', 'Confirm the death'),
  dismissDeathReport: command('Afvis melding om dødsfald', 'Dismiss the report of death', Reason),
  giveRemovalReason: command(
    'Angiv faglig grund til fjernelse',
    'Give the professional reason for a removal',
    GiveRemovalReason,
    ['municipalNurse', 'hospitalWard'],
  ),
  withdrawRemovalReason: command(
    'Fortryd grund til fjernelse',
    'Withdraw the reason for a removal',
    WithdrawRemovalReason,
    ['municipalNurse', 'hospitalWard'],
  ),
  stateStability: command('Vurdér stabilitet', 'State the stability', StateStability, assessors, {
    da: 'Bagud: samme medicin i de seneste måneder. Fremad: ventes at være stabil. Dit navn og datoen gemmes med vurderingen.',
    en: 'Backward: the same medicine in recent months. Forward: expected to stay stable. Your name and the date are kept with it.',
  }),
  assessSuited: command('Egnet til dosispakning', 'Assess as suited', Remark, assessors),
  assessNotSuited: command('Ikke egnet til dosispakning', 'Assess as not suited', Reason, assessors),
  reopenSuitability: command('Fortryd egnethedsvurdering', 'Take back the suitability assessment', Reason, assessors),
  recordDrug: command('Registrér lægemiddel', 'Record a drug', RecordDrug, assessors, {
    da: 'Kan lægemidlet dosispakkes, og er doseringen struktureret? Ellers doseres det ved siden af dosisrullen. Registrér igen for at rette.',
    en: 'May the drug be dose packed, and is its dosage structured? Otherwise it is dosed beside the roll. Record again to correct.',
  }),
  removeDrug: command('Fjern lægemiddel', 'Remove a drug', DrugOnly, assessors),
  askConsent: command('Borgeren er spurgt om samtykke', 'Note that consent is asked for'),
  giveConsent: command('Registrér samtykke', 'Record consent', GiveConsent, municipality, {
    da: 'Hvem har sagt ja, mundtligt eller skriftligt, og gælder det også, at andre henter dosisrullerne?',
    en: 'Who said yes, in speech or writing, and does it cover that others pick up the rolls?',
  }),
  declineConsent: command('Borgeren siger nej', 'Record that consent is declined', DeclineConsent),
  withdrawConsent: command('Samtykket er trukket tilbage', 'Record that consent is withdrawn', Remark, municipality, {
    da: 'Kører dosispakningen, planlægges ophør. Udleverede dosisruller kan stadig bruges.',
    en: 'If dose packing runs, its ending is planned. Rolls handed out remain valid.',
  }),
  reopenConsent: command('Fortryd svar om samtykke', 'Take back the answer about consent', Reason),
  agreePayer: command(
    'Aftal, hvem der betaler dosispakkegebyret',
    'Agree who pays the dose-packing fee',
    AgreePayer,
    municipality,
    {
      da: 'Borgerens egen del. Regionens del betales gennem tilskud.',
      en: 'The citizen’s own part. The region pays its part through the subsidy.',
    },
  ),
  agreeDeliveryPayer: command(
    'Aftal, hvem der betaler leveringsgebyret',
    'Agree who pays the delivery fee',
    AgreePayer,
  ),
  reopenPayer: command('Fortryd aftale om betaling', 'Take back who pays', Reason),
  recordSubsidy: command(
    'Tilskud til dosispakning er ordineret',
    'Record that subsidy is ordered',
    RecordSubsidy,
    assessors,
  ),
  withdrawSubsidy: command('Uden tilskud', 'Record that there is no subsidy', Remark, assessors, {
    da: 'Regionen betaler ikke sin del. Bruges, når borgeren starter på eget initiativ, og for at rette.',
    en: 'The region pays no part. For a citizen who starts on their own initiative, and to correct.',
  }),
  askForPrescriptions: command(
    'Bed om dosisrecepter',
    'Ask for dose prescriptions',
    AskForPrescriptions,
    municipality,
    {
      da: 'Kommer der ikke svar i tide, får kommunen opgaven tilbage. Opgaven lukkes, når FMK viser recepterne.',
      en: 'Without an answer in time the task comes back to the municipality. It closes when FMK shows the prescriptions.',
    },
  ),
  declinePrescribing: command('Dosisrecepter udstedes ikke', 'Decline to prescribe', Reason, assessors),
  withdrawPrescriptionsAsked: command('Fortryd: bed om dosisrecepter', 'Take back asking for dose prescriptions'),
  recordRePrescription: command('Registrér genordination', 'Record a re-prescription', DrugOnly, [
    'prescribingPharmacist',
  ]),
  withdrawRePrescription: command('Fortryd genordination', 'Take back a re-prescription', DrugOnly, [
    'prescribingPharmacist',
  ]),
  countStock: command('Tæl beholdningen', 'Count the stock', CountStock, municipality, {
    da: 'Startdagen foreslås, når beholdningen er brugt, og apoteket kan nå den første dosisrulle.',
    en: 'The start is proposed for when the stock is used and the pharmacy can have the first roll ready.',
  }),
  agreeStart: command('Aftal startdag', 'Agree the start date', AgreeStart),
  confirmStarted: command('Dosispakningen er startet', 'Confirm that dose packing has started', Remark, municipality, {
    da: 'Den første dosisrulle er taget i brug, og gamle æsker er ryddet væk.',
    en: 'The first roll is in use, and old boxes are put away.',
  }),
  withdrawStarted: command('Fortryd: dosispakningen er startet', 'Take back that dose packing has started', Reason),
  giveUpStart: command('Afslut uden start', 'End without a start', GiveUpStart, prescribing, {
    da: 'Borgeren fortsætter uden dosispakning. Forløbet kan genoptages.',
    en: 'The citizen goes on without dose packing. The case can be reopened.',
  }),
  acceptDiscrepancy: command('Manglen er kendt og i orden', 'Accept what is missing', Reason, municipality, {
    da: 'Der spørges igen, hvis noget andet kommer til at mangle.',
    en: 'Asked again when something else is missing.',
  }),
  reopenDiscrepancy: command('Fortryd: manglen er i orden', 'Ask again about what is missing'),
  medicationChanged: command('Medicinen er ændret', 'Record a change of medication', MedicationChanged, prescribing, {
    da: 'Seponering ses på dosiskortet af sig selv. Dosisrecepten annulleres bagefter som oprydning.',
    en: 'A stop shows on the dose card by itself. The dose prescription is cancelled afterwards, as tidying.',
  }),
  decideMedicationChange: command(
    'Vent eller akut?',
    'Decide whether the change can wait',
    DecideMedicationChange,
    prescribing,
  ),
  withdrawMedicationChange: command(
    'Fortryd medicinændring',
    'Take back a change of medication',
    WithdrawMedicationChange,
    prescribing,
  ),
  confirmRollsDiscarded: command(
    'Dosisrullerne er kasseret og erstattet',
    'Confirm that rolls are discarded and replaced',
  ),
  reopenRollsDiscarded: command('Genåbn: kassering af dosisruller', 'Reopen: discarding rolls'),
  confirmPrescriptionTidied: command('Dosisrecepten er ryddet op', 'Confirm that the prescription is tidied'),
  reopenPrescriptionTidied: command('Genåbn: oprydning i dosisrecept', 'Reopen: tidying the prescription'),
  endSideDosing: command('Afslut sidedosering', 'End side dosing', DrugOnly),
  resumeSideDosing: command('Genoptag sidedosering', 'Resume side dosing', DrugOnly),
  keepSideDosing: command('Fortsæt sidedosering', 'Keep side dosing'),
  moveMunicipality: command(
    'Borgeren flytter kommune',
    'Record a move to another municipality',
    MoveMunicipality,
    municipality,
    {
      da: 'Forløbet og de åbne opgaver går over til den nye kommune fra den dag.',
      en: 'The case and its open tasks pass to the new municipality from that day.',
    },
  ),
  cancelMove: command('Fortryd flytning', 'Cancel the move', Reason),
  notSuitedObserved: {
    kind: 'fact',
    label: { da: 'FMK: ikke egnet', en: 'FMK: not suited' },
    basis: 'fmk',
    data: NotSuitedObserved,
  },
  holdObserved: {
    kind: 'fact',
    label: { da: 'FMK: i bero', en: 'FMK: hold' },
    basis: 'fmk',
    data: HoldObserved,
  },
  dosePrescriptionObserved: {
    kind: 'fact',
    label: { da: 'FMK: dosisrecept', en: 'FMK: dose prescription' },
    basis: 'fmk',
    data: DosePrescriptionObserved,
  },
  deathReportObserved: {
    kind: 'fact',
    label: { da: 'Dødsfald meldt', en: 'Death reported' },
    basis: 'municipal',
    data: DeathReportObserved,
  },
  rollObserved: { kind: 'internal', basis: 'fmk', label: { da: 'Dosisrulle set', en: 'Roll observed' } },
  stayChanged: internal('Sygehusophold ændret', 'Hospital stay changed'),
  deathReported: internal('Sygehuset melder dødsfald', 'Hospital reports a death'),
  deathReportWithdrawn: internal('Sygehuset trækker dødsfald tilbage', 'Hospital withdraws a death'),
} as const satisfies Record<string, MessageSpec>;
