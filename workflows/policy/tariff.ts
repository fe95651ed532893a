/** What dose packing costs by law and agreement, dated (§3.5). Amounts in øre. */
export interface Tariff {
  /** Names it in the fee ledger. */
  id: string;
  /** First day in force, Danish date. */
  validFrom: string;
  /** Where the amounts stand. */
  source: string;
  /** Dosisekspeditionsgebyr for `feeDays` days, without VAT. */
  dispatchOre: number;
  /** Dosispakningsgebyr for `feeDays` days, without VAT. */
  packingOre: number;
  /** The two fees above are proportionate to the days of the roll. */
  feeDays: number;
  vatPercent: number;
  /** One delivery to an outlet or a place of delivery, VAT included. Never subsidised. */
  deliveryOre: number;
  /** The GP's fee for a start, code 4500. The region pays it, whatever the citizen's reimbursement. */
  gpStartOre: number;
  /** The region's subsidy for a pharmacist's re-prescription. */
  rePrescriptionOre: number;
}

/**
 * The tariffs shipped, oldest first; an installation adds its own (`POST /api/tariffs`). `[I]` A pharmacy's price of 114.40 kr.
 * shows that the rates have moved since the last order that could be read.
 */
export const tariffs: readonly Tariff[] = [
  {
    id: 'bek-1955-2020',
    validFrom: '2021-01-01',
    source:
      'BEK 1955/2020 §12 (19.00 and 70.00 kr. for 14 days without VAT); delivery 12.50 kr. with VAT: apoteket.dk; code 4500, 450 kr.: medcom.dk, FAQ om dosisdispensering; re-prescription 19.34 kr.: the order on subsidies §21, year to be checked. First day [I].',
    dispatchOre: 1900,
    packingOre: 7000,
    feeDays: 14,
    vatPercent: 25,
    deliveryOre: 1250,
    gpStartOre: 45_000,
    rePrescriptionOre: 1934,
  },
];
