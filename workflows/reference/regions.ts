/** The regions, dated: the one list of them. Sources: the administrative register; the reform of 2027 (programme documents, R89). */
export interface Region {
  /** Four digits; FOLK1A of Statistics Denmark writes three (084 for 1084). */
  code: string;
  name: string;
  /** First day, and the first day on which it is no more. */
  from: string;
  until: string | null;
  /** The code is ours, as none is published yet: it is never sent to anyone. */
  isPlaceholder?: true;
}

/** What hospital units of a region do with a request that they do not answer themselves (R62, R63). */
export type RequestRouting = 'autoForward' | 'pool';

/** Health councils begin, and 1084 and 1085 become one region. */
export const reform = '2027-01-01';
/** `[I]` Until a code is published. */
export const eastDenmark = '1084+1085';
/** What it is made of: the directory may know places by these for long after. */
export const mergedRegions: readonly string[] = ['1084', '1085'];

/** [I] The programme's documents speak of East and West without naming regions; the borders of the hospitals' systems are these (§6.3). */
export const regions: readonly (Region & { routing: RequestRouting })[] = [
  { code: '1081', name: 'Region Nordjylland', from: '2007-01-01', until: null, routing: 'autoForward' },
  { code: '1082', name: 'Region Midtjylland', from: '2007-01-01', until: null, routing: 'autoForward' },
  { code: '1083', name: 'Region Syddanmark', from: '2007-01-01', until: null, routing: 'autoForward' },
  { code: '1084', name: 'Region Hovedstaden', from: '2007-01-01', until: reform, routing: 'pool' },
  { code: '1085', name: 'Region Sjælland', from: '2007-01-01', until: reform, routing: 'pool' },
  { code: eastDenmark, name: 'Region Østdanmark', from: reform, until: null, isPlaceholder: true, routing: 'pool' },
];

/** The code under which a region known by its code of before is found on this day. */
export function regionCodeOn(code: string, day: string): string {
  return day >= reform && mergedRegions.includes(code) ? eastDenmark : code;
}

/** The region that there is under this code on this day, also under a code of before. */
export function regionOn(code: string, day: string): (typeof regions)[number] | undefined {
  return regions.find(
    (region) => region.code === regionCodeOn(code, day) && region.from <= day && (!region.until || day < region.until),
  );
}

/** Every code under which a place of this region may be known on this day. */
export function codesOfRegion(code: string, day: string): string[] {
  const now = regionCodeOn(code, day);
  return [
    now,
    ...regions.flatMap((each) => (each.code !== now && regionCodeOn(each.code, day) === now ? each.code : [])),
  ];
}
