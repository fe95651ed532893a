import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import type { LegalBasis, MessageSpec, Role } from '../definition.ts';
import { Reason, Remark, command, municipality } from './command.ts';
import { correspondenceMessages } from './correspondence-messages.ts';
import { endingReasons } from './ending-reasons.ts';
import { entryMessages } from './entry-messages.ts';
import type { Prescriber } from './route-messages.ts';
import { prescribers, routeMessages } from './route-messages.ts';
import { IsDay, IsInstant, IsListOf, IsNotBefore, IsReason } from '../fields.ts';
import type { ProductChange } from './alarms.ts';
import { productChanges } from './alarms.ts';

export class KnownPrescription {
  @IsString()
  @MaxLength(100)
  prescriptionId!: string;

  /** LMS drug id, 11 digits. */
  @IsString()
  @MaxLength(100)
  drugId!: string;

  @IsInstant()
  validTo!: string;
}

export type { CareMessageReceived } from './correspondence-messages.ts';

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

export class RecordHold {
  @IsReason()
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
  @IsReason()
  reason!: string;

  @IsOptional()
  @IsDay()
  to?: string;
}

/** The number itself is the citizen's, not the case's: see `change-citizen.ts`. */
export class ChangeCpr {
  @IsString()
  @MaxLength(11)
  cpr!: string;

  @IsReason()
  reason!: string;
}

export interface MergedCase {
  caseId: string;
}

class MergeInto {
  /** The case that stays. */
  @IsUUID()
  caseId!: string;

  @IsReason()
  reason!: string;
}

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

export class GiveRemovalReason {
  @IsString()
  prescriptionId!: string;

  @IsReason()
  reason!: string;
}

export class WithdrawRemovalReason {
  @IsString()
  prescriptionId!: string;
}

class ReportDeath {
  /** Who told us, such as the family or the home care. */
  @IsReason()
  source!: string;

  @IsOptional()
  @IsDay()
  diedAt?: string;
}

/** A registration at FMK with a period of validity, as read. `occurredAt` is when it was created or removed. */
class RegistrationObserved {
  @IsString()
  @MaxLength(100)
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
  @MaxLength(100)
  prescriptionId!: string;

  @IsString()
  @MaxLength(100)
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

  /** Who issued it, where FMK says so: a pharmacist may do so only so many times for a product (R23). */
  @IsOptional()
  @IsIn(prescribers)
  issuedBy?: Prescriber;
}

/** A death told by another source than the hospital: about two thirds of deaths give no hospital message (R73). */
export class DeathReportObserved {
  @IsString()
  @MaxLength(100)
  reportId!: string;

  @IsString()
  @MaxLength(100)
  source!: string;

  @IsBoolean()
  withdrawn!: boolean;
}

/** A drug medication (ordination) as FMK shows it now. `occurredAt` is when it came to be so. */
export class DrugMedicationObserved {
  @IsString()
  @MaxLength(100)
  drugMedicationId!: string;

  @IsString()
  @MaxLength(100)
  drugId!: string;

  /** Last day of treatment; none where it goes on. */
  @IsOptional()
  @IsDay()
  endDate?: string;
}

/** A relation at FMK between the citizen and an organisation. `occurredAt` is when it was registered or removed. */
export class RelationObserved {
  @IsString()
  @MaxLength(100)
  relationId!: string;

  /** FMK's word, such as "Visiteret til medicinadministration". An unknown one is kept. */
  @IsString()
  @MaxLength(200)
  relation!: string;

  @IsIn(['registered', 'removed'])
  change!: 'registered' | 'removed';

  /** The system of the organisation's identifier in FMK, such as SOR or Kommunekode. */
  @IsOptional()
  @IsString()
  @MaxLength(50)
  organisationSource?: string;

  @IsOptional()
  @IsString()
  @MaxLength(50)
  organisationId?: string;

  @IsOptional()
  @IsInstant()
  from?: string;

  @IsOptional()
  @IsInstant()
  to?: string;
}

/** What a new price list says of a product that the citizen has packed. */
export class ProductChanged {
  @IsString()
  @MaxLength(100)
  drugId!: string;

  @IsIn(productChanges)
  change!: ProductChange;
}

/** A new price list puts a product that the citizen has packed into another substitution group, or in none. */
export class SubstitutionGroupChanged {
  @IsString()
  @MaxLength(100)
  drugId!: string;

  /** The drugs of the group by the price list in force, the product among them; none where it is in no group. */
  @IsArray()
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  group!: string[];
}

export class SettleAlarm {
  /** As `alarms` of the case names it; the most urgent one where it is left out. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  alarm?: string;

  @IsReason()
  reason!: string;
}

const clinicians: readonly Role[] = ['municipalNurse', 'gp', 'hospitalWard'];
const internal = (da: string, en: string, basis: LegalBasis = 'hospitalNotification'): MessageSpec => ({
  kind: 'internal',
  basis,
  label: { da, en },
});

export const doseDispensingMessages = {
  recordHold: command('Sæt i bero', 'Put on hold', RecordHold, clinicians),
  endHold: command('Ophæv bero', 'End the hold', Remark, clinicians),
  withdrawHold: command('Fortryd: sat i bero', 'Withdraw: put on hold', Reason, clinicians),
  reopenHold: command('Genåbn: ophævet bero', 'Reopen: the ended hold', Reason, clinicians),
  keepHold: command('Behold i bero', 'Keep the hold', KeepHold, clinicians),
  reopenHoldReview: command('Genåbn: opfølgning på bero', 'Reopen: hold review', Reason, clinicians),
  confirmDaysPlanned: command('Dage uden dosisrulle er planlagt', 'Confirm that the days without a roll are planned'),
  reopenDaysPlanned: command('Genåbn: dage uden dosisrulle', 'Reopen: days without a roll'),
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
  changeCpr: command('Ret CPR-nummer', 'Change the CPR number', ChangeCpr, municipality, {
    da: 'Når et erstatnings-CPR får sit rigtige nummer, eller et nummer er tastet forkert. Beskeder under det gamle nummer finder stadig forløbet.',
    en: 'When a replacement number gets its real one, or a number was mistyped. Messages under the old number still find the case.',
  }),
  mergeInto: command('Læg sammen med et andet forløb', 'Merge into another case', MergeInto, municipality, {
    da: 'Når samme borger har to forløb. Dette forløb annulleres, og beskeder om borgeren går fremover til det andet. Kan fortrydes med Gendan.',
    en: 'When one citizen has two cases. This one is voided, and messages about the citizen go to the other from now on. Restoring undoes it.',
  }),
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
  ...entryMessages,
  ...routeMessages,
  ...correspondenceMessages,
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
  settleAlarm: command('Der er taget hånd om det', 'Confirm that it is taken care of', SettleAlarm, [
    'municipalNurse',
    'prescribingPharmacist',
  ]),
  reopenAlarms: command('Genåbn: planlægning af dosisruller', 'Reopen: planning of rolls'),
  settleRollsAfterEnding: command(
    'Dosisruller efter ophør er afklaret',
    'Confirm that rolls after the ending are taken care of',
  ),
  reopenRollsAfterEnding: command('Genåbn: dosisruller efter ophør', 'Reopen: rolls after the ending'),
  drugMedicationObserved: {
    kind: 'fact',
    label: { da: 'FMK: ordination', en: 'FMK: drug medication' },
    basis: 'fmk',
    data: DrugMedicationObserved,
  },
  relationObserved: {
    kind: 'fact',
    label: { da: 'FMK: relation til organisation', en: 'FMK: relation to an organisation' },
    basis: 'fmk',
    data: RelationObserved,
  },
  productChanged: {
    kind: 'fact',
    label: { da: 'Taksten: lægemiddel ændret', en: 'Price list: product changed' },
    basis: 'product',
    data: ProductChanged,
  },
  substitutionGroupChanged: {
    kind: 'fact',
    label: { da: 'Taksten: substitutionsgruppe ændret', en: 'Price list: substitution group changed' },
    basis: 'product',
    data: SubstitutionGroupChanged,
  },
  supplyChanged: internal('Restordre ændret', 'Back-order changed', 'product'),
  substitutionChanged: internal('Sidedosering ved restordre ændret', 'Side dosing at a back-order changed', 'product'),
  periodChanged: internal('Dosisrulle ændret', 'Dispensing period changed', 'fmk'),
  requestChanged: internal('Receptanmodning ændret', 'Prescription request changed', 'fmk'),
  mergedFrom: internal('Et dobbelt forløb er lagt ind', 'A duplicate case was merged into this one', 'municipal'),
  mergeWithdrawn: internal('Sammenlægning fortrudt', 'A merge was taken back', 'municipal'),
  stayChanged: internal('Sygehusophold ændret', 'Hospital stay changed'),
  deathReported: internal('Sygehuset melder dødsfald', 'Hospital reports a death'),
  deathReportWithdrawn: internal('Sygehuset trækker dødsfald tilbage', 'Hospital withdraws a death'),
} as const satisfies Record<string, MessageSpec>;
