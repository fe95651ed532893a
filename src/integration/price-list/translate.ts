import type { PriceList } from '../../kernel/price-list.ts';
import type { PrintedList } from './printed-list.ts';

/** What dose packing asks of a list: how it stands on its first day, and what it says of later ones. */
export function translatePriceList({
  validFrom,
  yearWeek,
  drugs,
  packages,
  substitutions,
  doseSubstitutions,
  atcNames,
}: PrintedList): PriceList {
  const isPast = (day: string | undefined): boolean => day !== undefined && day <= validFrom;
  const doseGroups = new Map(doseSubstitutions.flatMap(({ drugId, group }) => (group ? [[drugId, group]] : [])));
  return {
    validFrom,
    name: `Taksten ${yearWeek.slice(0, 4)} uge ${yearWeek.slice(4)}`,
    drugs: drugs.map(({ drugId, name, form, strength, atcCode, group, doseDispensable, deregisteredOn }) => {
      const doseGroup = doseGroups.get(drugId);
      return {
        drugId,
        name: [name, form, strength].filter(Boolean).join(' '),
        isDoseDispensable: doseDispensable,
        isDeregistered: isPast(deregisteredOn),
        ...(deregisteredOn && { deregisteredOn }),
        ...(atcCode && { atcCode }),
        ...(group && { substitutionGroup: group }),
        ...(doseGroup && { doseGroup }),
      };
    }),
    packages: packages.map(({ packageNumber, drugId, size, withdrawnOn }) => ({
      packageNumber,
      drugId,
      isWithdrawn: isPast(withdrawnOn),
      ...(withdrawnOn && { withdrawnOn }),
      ...(size && { size }),
    })),
    substitutions,
    atcNames,
  };
}
