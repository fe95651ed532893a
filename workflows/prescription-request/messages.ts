import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, MaxLength, Min, MinLength } from 'class-validator';
import type { Instant, LegalBasis, MessageSpec, Role } from '../definition.ts';
import { IsDay, IsInstant, IsListOf, IsReason } from '../fields.ts';
import type { KnownUnit, UnitId } from '../reference/request-routing.ts';
import type { OpenStage, Stage } from './derive-request.ts';

/** An organisation as FMK names it: SKS, Yder, SOR, EAN-Lokationsnummer and others. */
class AddressedUnit implements UnitId {
  @IsString()
  @MinLength(1)
  @MaxLength(50)
  source!: string;

  @IsString()
  @MinLength(1)
  @MaxLength(50)
  id!: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  name?: string;
}

/**
 * A request for a prescription as FMK shows it now; `occurredAt` is when it came to be so. FMK tells nobody of requests: it is
 * asked for them, so that time without news counts too.
 */
class RequestObserved {
  @Matches(/^[^\0\p{Surrogate}]{1,100}$/u)
  requestId!: string;

  @IsOptional()
  @IsInt()
  @Min(0)
  version?: number;

  /** FMK's word: unhandled, prescribed or cancelled. An unknown one is kept and shown. */
  @IsString()
  @MaxLength(100)
  status!: string;

  /** FMK's role of whoever made it, such as System, Borger or Sygeplejerske. */
  @IsString()
  @MaxLength(100)
  createdBy!: string;

  /** When FMK got it; without it, the first word of it counts. */
  @IsOptional()
  @IsInstant()
  createdAt?: string;

  /** Who asks, where FMK says: none or one. */
  @IsOptional()
  @IsListOf(AddressedUnit)
  orderedBy?: AddressedUnit[];

  /** Who may issue: any number. */
  @IsListOf(AddressedUnit)
  addressedTo!: AddressedUnit[];

  @IsString()
  @MaxLength(100)
  drugId!: string;

  /** FMK's ordination. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  drugMedicationId?: string;

  /** The prescription that it would renew, and when that runs out. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  prescriptionId?: string;

  @IsOptional()
  @IsInstant()
  validTo?: string;

  /** Whether a dose prescription is asked for; left out, it counts as one. */
  @IsOptional()
  @IsBoolean()
  doseDispensed?: boolean;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  cancellationReason?: string;

  /** Who cancelled it, where FMK says: none or one. */
  @IsOptional()
  @IsListOf(AddressedUnit)
  cancelledBy?: AddressedUnit[];

  @IsOptional()
  @IsBoolean()
  forwardedToOwnGp?: boolean;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  issuedPrescriptionId?: string;
}

/** What the directory knew when the fact came: of the units in their order, and of the citizen's municipality. */
export type Directory = {
  addressedTo: (KnownUnit | null)[];
  cancelledBy: (KnownUnit | null)[];
  /** The municipality's care record (EOJ); unknown where the directory does not say. */
  careRecord?: string;
  /** The municipality itself is who asks. */
  isMunicipalitys: boolean;
};

/** The fact as the intake gives it on. */
export type RequestReading = RequestObserved & { directory?: Directory };

export const forwardedTo = ['ownGp', 'otherUnit'] as const;
export class RecordForwarding {
  @IsIn(forwardedTo)
  to!: (typeof forwardedTo)[number];

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  remark?: string;
}

export class PostponeRequest {
  @IsDay()
  until!: string;

  @IsReason()
  reason!: string;
}

class Remark {
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  remark?: string;
}

class Reason {
  @IsReason()
  reason!: string;
}

/** What a request must know of its citizen's case. */
export type CaseOfRequest = {
  isClosed: boolean;
  /** Change cut-offs of the ordinary rolls that FMK has shown, in order; those to come follow by the cycle. */
  cutOffs: Instant[];
  /** Dose prescriptions of the drug that nobody has taken back. */
  prescriptions: { prescriptionId: string; validTo?: Instant }[];
};

/** What the case must know of a request, and what the request has been told: the case tells it again what is not so. */
export type RequestChanged = {
  request: string;
  drugId: string;
  prescriptionId?: string;
  stage: Stage;
  /** How far the renewal of the dose prescription is; null where none is asked for, or it has come to an end. */
  renewal: OpenStage | null;
  citizenDead: boolean;
  municipality: string;
  of: CaseOfRequest;
};

const municipality: readonly Role[] = ['municipalNurse'];
const orGp: readonly Role[] = ['municipalNurse', 'gp'];
const command = (
  da: string,
  en: string,
  data: new () => object = Remark,
  roles: readonly Role[] = municipality,
): MessageSpec => ({ kind: 'command', label: { da, en }, roles, data });
const internal = (basis: LegalBasis, da: string, en: string): MessageSpec => ({
  kind: 'internal',
  basis,
  label: { da, en },
});

export const prescriptionRequestMessages = {
  requestObserved: {
    kind: 'fact',
    label: { da: 'FMK: receptanmodning', en: 'FMK: prescription request' },
    basis: 'fmk',
    data: RequestObserved,
  },
  noteRejection: command('Afvisningen er set, og der er handlet', 'Note that the rejection is seen and acted on'),
  recordForwarding: command(
    'Anmodningen er sendt videre',
    'Record that the request is forwarded',
    RecordForwarding,
    orGp,
  ),
  confirmGpContacted: command('Lægen er kontaktet', 'Confirm that the GP is contacted'),
  recordGpHandling: command('Lægen har taget stilling', 'Record that the GP has handled it', Reason, orGp),
  postponeRequest: command('Vent til en dato', 'Wait until a date', PostponeRequest),
  closeRequest: command('Luk anmodningen', 'Close the request', Reason),
  reopenRequest: command('Genåbn anmodningen', 'Reopen the request', Reason),
  caseChanged: internal('municipal', 'Dosispakningen ændret', 'Dose packing changed'),
  municipalityChanged: internal('municipal', 'Borgeren er flyttet kommune', 'The citizen has moved municipality'),
  deathStands: internal('hospitalNotification', 'Dødsfald meldt', 'Death reported'),
  deathDismissed: internal('hospitalNotification', 'Dødsfald afvist', 'Death dismissed'),
} as const satisfies Record<string, MessageSpec>;
