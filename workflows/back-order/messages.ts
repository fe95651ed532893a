import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, MaxLength, Min } from 'class-validator';
import type { Instant, MessageSpec, Role } from '../definition.ts';
import { IsDay, IsListOf, IsNotBefore } from '../fields.ts';

/** What is known now of one package that cannot be delivered; a later word takes the place of an earlier one. */
export class BackOrderObserved {
  /** Varenummer of the price list, 6 digits. */
  @Matches(/^\d{6}$/, { message: 'packageNumber must be six digits (varenummer)' })
  packageNumber!: string;

  /** First day on back-order. */
  @IsDay()
  since!: string;

  /** Day from which the package is expected back. */
  @IsOptional()
  @IsDay()
  @IsNotBefore('since', 'Den dag, pakningen ventes igen, må ikke ligge før restordrens første dag')
  expectedTo?: string;

  /** First day on which the package could be had again. */
  @IsOptional()
  @IsDay()
  @IsNotBefore('since', 'Restordrens sidste dag må ikke ligge før den første')
  endedOn?: string;

  /** Registered by mistake: the package was never on back-order. */
  @IsOptional()
  @IsBoolean()
  withdrawn?: boolean;

  /** Who says so, such as a wholesaler or a pharmacy. */
  @IsString()
  @MaxLength(200)
  source!: string;
}

/** A package of the product or of one of its alternatives, as the price list in force shows it. */
export class GroupPackage {
  @IsString()
  @MaxLength(20)
  packageNumber!: string;

  @IsString()
  @MaxLength(100)
  drugId!: string;

  @IsBoolean()
  withdrawn!: boolean;
}

/** A drug of the group, the product itself among them. */
export class GroupDrug {
  @IsString()
  @MaxLength(100)
  drugId!: string;

  @IsBoolean()
  isDoseDispensable!: boolean;

  @IsBoolean()
  isDeregistered!: boolean;
}

/** A back-order with the instant that it was told. */
export class Registration extends BackOrderObserved {
  @IsString()
  @MaxLength(40)
  seenAt!: Instant;
}

/** The product and its substitution group as they stand: by the price list in force, with every back-order known of a package. */
export class SupplyObserved {
  /** From LMS24 where the product is in it, else from LMS01; none where it is in no group. */
  @IsOptional()
  @IsIn(['doseSubstitution', 'substitution'])
  groupFrom?: 'doseSubstitution' | 'substitution';

  @IsListOf(GroupDrug)
  drugs!: GroupDrug[];

  @IsListOf(GroupPackage)
  packages!: GroupPackage[];

  @IsListOf(Registration)
  registrations!: Registration[];

  /** Counts what is read, so that an older reading that comes late says nothing. */
  @IsInt()
  @Min(0)
  reading!: number;
}

class Remark {
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  remark?: string;
}

/** What every case that packs the product is told. Later versions take the place of earlier ones. */
export type SupplyChanged = {
  drugId: string;
  version: number;
  /** None while the product can be had. */
  backOrder: { since: string; expectedTo?: string } | null;
  /** The formal warning (R56). */
  isWarned: boolean;
  /** D-marked drugs of the group that can be had now. */
  alternatives: string[];
  /** Every D-marked drug of the group: one of them in a roll shows that the product was substituted. */
  group: string[];
};

const command = (da: string, en: string, roles: readonly Role[]): MessageSpec => ({
  kind: 'command',
  label: { da, en },
  roles,
  data: Remark,
});

export const backOrderMessages = {
  supplyObserved: {
    kind: 'fact',
    label: { da: 'Restordre eller takst ændret', en: 'Back-order or price list changed' },
    basis: 'product',
    data: SupplyObserved,
  },
  confirmStillOnBackOrder: command('Lægemidlet er stadig i restordre', 'Confirm that it is still on back-order', [
    'administrator',
    'prescribingPharmacist',
    'coordinator',
  ]),
} as const satisfies Record<string, MessageSpec>;
