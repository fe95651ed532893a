import { IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import type { MessageSpec, Role } from '../definition.ts';
import { IsDay, IsReason } from '../fields.ts';
import { Reason, Remark, command, municipality } from './command.ts';
import { endingReasons } from './ending-reasons.ts';
import type { Prescriber } from './route-messages.ts';
import { AskForPrescriptions, prescribers } from './route-messages.ts';

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
class RecordDrug extends DrugOnly {
  /** The D mark of the price list. */
  @IsBoolean()
  isDoseDispensable!: boolean;

  /** A machine cannot read free text. */
  @IsBoolean()
  hasStructuredDosage!: boolean;

  @IsIn(dosings)
  dosing!: (typeof dosings)[number];
}

/** The command as the intake gives it on. */
export type RecordedDrug = RecordDrug & {
  /** The price list in force does not hold it: its D mark is the word of whoever recorded it. */
  isUnlisted?: true;
};

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

  /** Also to the use of what is known of the citizen's medicine for it (§3.4); absent where nobody asked. */
  @IsOptional()
  @IsBoolean()
  useOfMedicineData?: boolean;

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

/** Withdrawals from before this was asked hold a remark at most. */
export class WithdrawConsent {
  @IsIn(consentGivers)
  answeredBy!: (typeof consentGivers)[number];

  @IsIn(consentForms)
  form!: (typeof consentForms)[number];

  @IsDay()
  on!: string;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  remark?: string;
}

const payers = ['citizen', 'municipality'] as const;
export class AgreePayer {
  @IsIn(payers)
  payer!: (typeof payers)[number];
}

export class RecordSubsidy {
  /** Who ordered it. */
  @IsIn(prescribers)
  orderedBy!: Prescriber;
}

export class RecordReimbursement {
  /** The citizen's present reimbursement of medicine, in whole percent. */
  @IsInt()
  @Min(0)
  @Max(100)
  percent!: number;
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
  @IsReason()
  reason!: string;
}

export class MoveMunicipality {
  /** The municipality that the citizen moves to, by its id in the directory. */
  @IsUUID()
  organisationId!: string;

  @IsDay()
  from!: string;
}

export class ChangePharmacy {
  /** The pharmacy that the citizen changes to, by its id in the directory. */
  @IsUUID()
  pharmacyId!: string;

  /** First day of the first roll that it packs. */
  @IsDay()
  from!: string;

  @IsReason()
  reason!: string;
}

export class ChangeGp {
  /** The practice that the citizen changes to, by its id in the directory. */
  @IsUUID()
  gpPracticeId!: string;

  /** First day with the new practice. */
  @IsDay()
  from!: string;

  @IsReason()
  reason!: string;
}

const careSettings = ['homeCare', 'careHome', 'socialHousing'] as const;
/** Where the citizen lives now, whatever the hospital says of a stay. */
class CorrectCareSetting {
  @IsIn(careSettings)
  careSetting!: (typeof careSettings)[number];
}

/** A word on one of the rolls, as the chart's regions hear it; the case has noted the roll already. */
export interface RollObserved {
  /** It has left the pharmacy, and its days are not over. */
  isInHand: boolean;
}

const assessors: readonly Role[] = ['municipalNurse', 'gp', 'prescribingPharmacist'];
const prescribing: readonly Role[] = ['municipalNurse', 'gp'];
const packing: readonly Role[] = ['municipalNurse', 'prescribingPharmacist'];
const treating: readonly Role[] = ['municipalNurse', 'gp'];
/** What persons enter on the way to the first roll, at changes of medication, and when the citizen moves or changes pharmacy or GP. */
export const entryMessages = {
  stateStability: command('Vurdér stabilitet', 'State the stability', StateStability, assessors, {
    da: 'Bagud: samme medicin i de seneste måneder. Fremad: ventes at være stabil. Dit navn og datoen gemmes med vurderingen.',
    en: 'Backward: the same medicine in recent months. Forward: expected to stay stable. Your name and the date are kept with it.',
  }),
  assessSuited: command('Egnet til dosispakning', 'Assess as suited', Remark, assessors),
  assessNotSuited: command('Ikke egnet til dosispakning', 'Assess as not suited', Reason, assessors),
  withdrawStability: command(
    'Fortryd vurdering af stabilitet',
    'Take back the statement of stability',
    Reason,
    assessors,
  ),
  withdrawStartDate: command('Fortryd startdag', 'Take back the start date', Reason),
  reopenSuitability: command('Fortryd egnethedsvurdering', 'Take back the suitability assessment', Reason, assessors),
  recordDrug: command('Registrér lægemiddel', 'Record a drug', RecordDrug, assessors, {
    da: 'Kan lægemidlet dosispakkes, og er doseringen struktureret? Ellers doseres det ved siden af dosisrullen. Står det i prislisten, gælder dens D-mærke. Registrér igen for at rette.',
    en: 'May the drug be dose packed, and is its dosage structured? Otherwise it is dosed beside the roll. Where the price list holds it, its D mark counts. Record again to correct.',
  }),
  removeDrug: command('Fjern lægemiddel', 'Remove a drug', DrugOnly, assessors),
  askConsent: command('Borgeren er spurgt om samtykke', 'Note that consent is asked for'),
  giveConsent: command('Registrér samtykke', 'Record consent', GiveConsent, municipality, {
    da: 'Hvem har sagt ja, mundtligt eller skriftligt, og gælder det også, at andre henter dosisrullerne, og at medicinoplysninger bruges til det?',
    en: 'Who said yes, in speech or writing, and does it cover that others pick up the rolls, and the use of medicine data for it?',
  }),
  declineConsent: command('Borgeren siger nej', 'Record that consent is declined', DeclineConsent),
  withdrawConsent: command(
    'Samtykket er trukket tilbage',
    'Record that consent is withdrawn',
    WithdrawConsent,
    municipality,
    {
      da: 'Hvem har trukket det tilbage, mundtligt eller skriftligt, og hvilken dag? Kører dosispakningen, planlægges ophør. Udleverede dosisruller kan stadig bruges.',
      en: 'Who withdrew it, in speech or writing, and on which day? If dose packing runs, its ending is planned. Rolls handed out remain valid.',
    },
  ),
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
  recordReimbursement: command(
    'Registrér tilskudsprocent',
    'Record the reimbursement',
    RecordReimbursement,
    assessors,
    {
      da: 'Borgerens aktuelle tilskudsprocent, som apoteket ser den. Regionens del af gebyret følger den.',
      en: 'The citizen’s present reimbursement, as the pharmacy sees it. The region’s part of the fee follows it.',
    },
  ),
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
    da: 'Den første dosisrulle er taget i brug. De gamle æsker er en opgave for sig.',
    en: 'The first roll is in use. The old boxes are a task of their own.',
  }),
  confirmOldBoxesRemoved: command(
    'De gamle æsker er fjernet eller returneret',
    'Confirm that the old boxes are removed or returned',
  ),
  reopenOldBoxes: command('Genåbn: gamle æsker i hjemmet', 'Reopen: old boxes at home'),
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
  confirmSideDosingSetUp: command('Sidedosering er sat i gang', 'Confirm that side dosing has begun'),
  reopenSideDosingSetUp: command('Genåbn: sidedosering', 'Reopen: beginning of side dosing'),
  confirmPrescriptionTidied: command(
    'Dosisrecepten er ryddet op',
    'Confirm that the prescription is tidied',
    Remark,
    prescribing,
  ),
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
  changePharmacy: command('Borgeren skifter apotek', 'Record a change of pharmacy', ChangePharmacy, packing, {
    da: 'Dosisruller, der begynder fra den dag, skal komme fra det nye apotek. Det får forløbet og apotekets opgaver den dag.',
    en: 'Rolls that begin from that day on must come from the new pharmacy. It has the case and the pharmacy’s tasks from that day.',
  }),
  cancelPharmacyChange: command('Fortryd skift af apotek', 'Cancel the change of pharmacy', Reason, packing),
  changeGp: command('Borgeren skifter læge', 'Record a change of GP', ChangeGp, treating, {
    da: 'Den nye praksis får forløbet og lægens opgaver fra den dag, og den tidligere kan ikke længere se det.',
    en: 'The new practice has the case and the GP’s tasks from that day, and the former one can no longer see it.',
  }),
  cancelGpChange: command('Fortryd skift af læge', 'Cancel the change of GP', Reason, treating),
  correctCareSetting: command(
    'Ret, hvor borgeren bor',
    'Correct where the citizen lives',
    CorrectCareSetting,
    municipality,
    {
      da: 'Eget hjem, plejehjem eller bosted. Gælder straks. Dit navn og datoen gemmes.',
      en: 'Own home, care home or social housing. It holds at once. Your name and the date are kept.',
    },
  ),
} as const satisfies Record<string, MessageSpec>;
