import { municipalities } from './municipalities.ts';
import type { Region } from '../../../workflows/reference/regions.ts';
import { reform, regionCodeOn, regions } from '../../../workflows/reference/regions.ts';

interface PlacedMunicipality {
  code: string;
  name: string;
  regionCode: string;
  /** None before health councils begin. */
  healthCouncil: string | null;
}

interface HealthCouncil {
  name: string;
  regionCode: string;
}

export interface Geography {
  regions: readonly Region[];
  healthCouncils: readonly HealthCouncil[];
  municipalities: readonly PlacedMunicipality[];
}

/** Regions, health councils and municipalities as they are on this day (`2027-01-01`). */
export function geographyOn(day: string): Geography {
  const placed = municipalities.map(({ code, name, regionCode, healthCouncil }) => ({
    code,
    name,
    regionCode: regionCodeOn(regionCode, day),
    healthCouncil: day >= reform ? healthCouncil : null,
  }));
  const councils = new Map(
    placed.flatMap(({ healthCouncil, regionCode }) => (healthCouncil ? [[healthCouncil, regionCode] as const] : [])),
  );
  return {
    regions: regions
      .filter(({ from, until }) => from <= day && (!until || day < until))
      .map(({ routing: _, ...region }) => region),
    healthCouncils: [...councils].map(([name, regionCode]) => ({ name, regionCode })),
    municipalities: placed,
  };
}
