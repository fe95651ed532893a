/** A price list (taksten) as the directory of products keeps it: what is valid from a day until the next list's. */
export interface PriceList {
  /** First Danish date in force. */
  validFrom: string;
  name: string;
  drugs: {
    drugId: string;
    name: string;
    /** The D mark. */
    isDoseDispensable: boolean;
    /** Of boxes (LMS01). */
    substitutionGroup?: string;
    /** On the first day in force. */
    isDeregistered?: boolean;
    /** Danish date, which may lie after the first day. */
    deregisteredOn?: string;
    atcCode?: string;
    /** Of dose dispensing (LMS24), which is another grouping. */
    doseGroup?: string;
  }[];
  packages: { packageNumber: string; drugId: string; isWithdrawn?: boolean; withdrawnOn?: string; size?: string }[];
  /** Boxes that stand in for each other (LMS04), by group, with the cheapest of them. */
  substitutions?: { group: string; packageNumber: string; code: string; cheapest?: string }[];
  /** LMS12. */
  atcNames?: { code: string; name: string }[];
}
