/** A price list (taksten) as its files say it, in our words: what dose packing asks of it. Texts as printed, ids as digits. */
export interface PrintedList {
  /** First day in force, Danish date. */
  validFrom: string;
  /** Year and week as in the list itself, such as `201110`. */
  yearWeek: string;
  drugs: Drug[];
  packages: Package[];
  /** Which packages stand in for each other in an ordinary dispensing (LMS04). */
  substitutions: Substitution[];
  /** Which drugs stand in for each other in dose dispensing (LMS24). */
  doseSubstitutions: DoseSubstitution[];
  atcNames: { code: string; name: string }[];
}

interface Drug {
  /** 11 digits. */
  drugId: string;
  name: string;
  form: string;
  strength: string;
  /** Without the blank that the list puts before the codes of human drugs. */
  atcCode: string;
  group?: string;
  /** The D mark: approved for machine dose dispensing (R22). */
  doseDispensable: boolean;
  deregisteredOn?: string;
}

interface Package {
  /** 6 digits (varenummer). */
  packageNumber: string;
  drugId: string;
  size: string;
  withdrawnOn?: string;
}

interface Substitution {
  group: string;
  packageNumber: string;
  code: string;
  cheapest?: string;
}

interface DoseSubstitution {
  drugId: string;
  packageNumber: string;
  group?: string;
  code: string;
  cheapest?: string;
}

/** Where a price list cannot be right. Lines and positions (bytes) begin at 1. */
export interface PriceListFault {
  file: string;
  line?: number;
  position?: number;
  message: string;
}
