import type { PriceList } from '../../kernel/price-list.ts';

/** Invented drugs with artificial numbers: two that can take each other's place in a roll, one without the D mark, one alone. */
export const artificialPriceList: PriceList = {
  validFrom: '2000-01-01',
  name: 'Kunstig takst til afprøvning',
  drugs: [
    {
      drugId: '99000000001',
      name: 'Prøvapril "Nord" 10 mg',
      isDoseDispensable: true,
      substitutionGroup: '9001',
      doseGroup: 'D901',
    },
    {
      drugId: '99000000002',
      name: 'Prøvapril "Syd" 10 mg',
      isDoseDispensable: true,
      substitutionGroup: '9001',
      doseGroup: 'D901',
    },
    { drugId: '99000000003', name: 'Prøvapril "Vest" 10 mg', isDoseDispensable: false, substitutionGroup: '9001' },
    { drugId: '99000000004', name: 'Testolol "Nord" 50 mg', isDoseDispensable: true, substitutionGroup: '9002' },
    { drugId: '99000000005', name: 'Testolol "Øst" 50 mg', isDoseDispensable: true, substitutionGroup: '9002' },
    { drugId: '99000000006', name: 'Eneprøvin 5 mg', isDoseDispensable: true },
    {
      drugId: '99000000007',
      name: 'Testolol "Udgået" 50 mg',
      isDoseDispensable: true,
      substitutionGroup: '9002',
      isDeregistered: true,
    },
  ],
  packages: [
    { packageNumber: '990011', drugId: '99000000001' },
    { packageNumber: '990012', drugId: '99000000001' },
    { packageNumber: '990013', drugId: '99000000001', isWithdrawn: true },
    { packageNumber: '990021', drugId: '99000000002' },
    { packageNumber: '990031', drugId: '99000000003' },
    { packageNumber: '990041', drugId: '99000000004' },
    { packageNumber: '990051', drugId: '99000000005' },
    { packageNumber: '990061', drugId: '99000000006' },
    { packageNumber: '990071', drugId: '99000000007' },
  ],
};
