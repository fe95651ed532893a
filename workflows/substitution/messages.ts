import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { Instant, LegalBasis, MessageSpec, Role } from '../definition.ts';
import { IsDay, IsReason } from '../fields.ts';

/** What the citizen's case says of a drug that cannot be had. */
export type SituationChanged = {
  drugId: string;
  /** Since when, while it is on back-order. */
  since: string | null;
  /** A roll's change cut-off lies inside the back-order, or the formal warning is raised. */
  isUrgent: boolean;
  isPacked: boolean;
  /** The drug of the group that the citizen's rolls or prescriptions now show. */
  substitutedBy: string | null;
  /** D-marked drugs of the group that can be had now. */
  alternatives: string[];
  /** The first change cut-off ahead of a roll at risk. */
  nextCutOff: Instant | null;
};

/** What the citizen's case must know: since when the drug comes from boxes beside the roll. */
export type SubstitutionChanged = { drugId: string; sideDosedFrom: string | null };

/** The citizen's pharmacy is another. */
export type PharmacyChanged = { pharmacy: string };

/** The citizen's GP practice is another. */
export type GpChanged = { gpPractice: string };

class ConfirmSubstitution {
  /** LMS drug id of what the citizen gets instead. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  substitute?: string;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  remark?: string;
}

/** The command as the intake gives it on. */
export type ChosenSubstitute = ConfirmSubstitution & {
  /** The price list in force does not hold it: nobody can say whether it may be dose packed. */
  isUnknown?: true;
};

export class Reason {
  @IsReason()
  reason!: string;
}

export class ConfirmSideDosing {
  /** First day that the drug is given from its box; today where it is left out. */
  @IsOptional()
  @IsDay()
  from?: string;
}

class Remark {
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  remark?: string;
}

const prescribers: readonly Role[] = ['prescribingPharmacist', 'gp'];
const municipality: readonly Role[] = ['municipalNurse'];
const command = (da: string, en: string, roles: readonly Role[], data: new () => object): MessageSpec => ({
  kind: 'command',
  label: { da, en },
  roles,
  data,
});
const internal = (basis: LegalBasis, da: string, en: string): MessageSpec => ({
  kind: 'internal',
  basis,
  label: { da, en },
});

export const substitutionMessages = {
  confirmSubstitution: command(
    'Et andet lægemiddel er valgt',
    'Confirm a substitute',
    prescribers,
    ConfirmSubstitution,
  ),
  declineSubstitution: command('Der findes intet at give i stedet', 'Decline to substitute', prescribers, Reason),
  confirmSideDosing: command('Lægemidlet gives fra æsker', 'Confirm side dosing', municipality, ConfirmSideDosing),
  declineSideDosing: command('Lægemidlet kan ikke gives fra æsker', 'Decline side dosing', municipality, Reason),
  confirmClusterAsked: command(
    'Sundhedsklyngens kontakt er spurgt',
    'Confirm that the cluster’s contact was asked',
    ['municipalNurse', 'coordinator'],
    Remark,
  ),
  reopenSubstitution: command(
    'Begynd forfra',
    'Begin again',
    ['municipalNurse', 'prescribingPharmacist', 'gp'],
    Reason,
  ),
  situationChanged: internal('product', 'Forsyningen har ændret sig', 'The supply situation changed'),
  municipalityChanged: internal('municipal', 'Borgeren er flyttet kommune', 'The citizen has moved municipality'),
  pharmacyChanged: internal('municipal', 'Borgeren har skiftet apotek', 'The citizen has changed pharmacy'),
  gpChanged: internal('municipal', 'Borgeren har skiftet læge', 'The citizen has changed GP'),
  deathStands: internal('hospitalNotification', 'Dødsfald meldt', 'Death reported'),
  deathDismissed: internal('hospitalNotification', 'Dødsfald afvist', 'Death dismissed'),
} as const satisfies Record<string, MessageSpec>;
