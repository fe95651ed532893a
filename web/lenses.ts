import type { MunicipalUptake } from './api.ts';

export const lensNames = ['alle', 'lav', 'hoej', 'stigning', 'seks', 'social'] as const;
export type Lens = (typeof lensNames)[number];

/** København, Aarhus, Odense, Aalborg, Esbjerg and Randers, who work together as 6-byerne (R12). */
const sixCities = ['0101', '0751', '0461', '0851', '0561', '0730'];

/** Of the quality clusters. */
export const clusterLensNames = ['vinder', 'udenPakke'] as const;
export type ClusterLens = (typeof clusterLensNames)[number];

export interface Limits {
  low: number;
  high: number;
}

/** Our own share, else the latest from elsewhere. */
export const shareOf = ({ share75, figure }: MunicipalUptake): number | null => share75 ?? figure?.share75 ?? null;

export function isSeen(municipality: MunicipalUptake, lens: Lens, { low, high }: Limits): boolean {
  const share = shareOf(municipality);
  switch (lens) {
    case 'alle':
      return true;
    case 'lav':
      return share !== null && share < low;
    case 'hoej':
      return share !== null && share > high;
    case 'stigning':
      return (municipality.risen75 ?? 0) > 0;
    case 'seks':
      return sixCities.includes(municipality.code);
    case 'social':
      return (municipality.usersSocial ?? 0) > 0;
  }
}
