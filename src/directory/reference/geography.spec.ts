import { routeOf } from '../../../workflows/reference/request-routing.ts';
import { geographyOn } from './geography.ts';

function countBy<Row>(rows: readonly Row[], key: (row: Row) => string | null): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[key(row) ?? 'none'] = (counts[key(row) ?? 'none'] ?? 0) + 1;
  return counts;
}

describe('until the end of 2026', () => {
  const { regions, municipalities, healthCouncils } = geographyOn('2026-12-31');

  it('there are 98 municipalities in five regions, and no health councils', () => {
    expect(municipalities).toHaveLength(98);
    expect(new Set(municipalities.map(({ code }) => code)).size).toBe(98);
    expect(municipalities.every(({ code }) => /^0\d{3}$/.test(code))).toBe(true);
    expect(countBy(municipalities, ({ regionCode }) => regionCode)).toEqual({
      '1081': 11,
      '1082': 19,
      '1083': 22,
      '1084': 29,
      '1085': 17,
    });
    expect(regions.map(({ code }) => code)).toEqual(['1081', '1082', '1083', '1084', '1085']);
    expect(healthCouncils).toEqual([]);
  });
});

describe('from 2027', () => {
  const { regions, municipalities, healthCouncils } = geographyOn('2027-01-01');

  it('Hovedstaden and Sjælland are one region, whose code is our own and says so', () => {
    expect(regions).toHaveLength(4);
    expect(regions.filter(({ isPlaceholder }) => isPlaceholder)).toMatchObject([{ name: 'Region Østdanmark' }]);
    expect(countBy(municipalities, ({ regionCode }) => regionCode)).toEqual({
      '1081': 11,
      '1082': 19,
      '1083': 22,
      '1084+1085': 46,
    });
  });

  it('every municipality belongs to exactly one of 17 health councils, none of which crosses a region', () => {
    expect(healthCouncils).toHaveLength(17);
    const councils = countBy(municipalities, ({ healthCouncil }) => healthCouncil);
    expect(Object.keys(councils)).toHaveLength(17);
    expect(councils).toMatchObject({ Fyn: 10, Aarhus: 2, 'Amager og Vestegnen': 9 });
    const regionsOf = new Set(municipalities.map(({ healthCouncil, regionCode }) => `${healthCouncil} ${regionCode}`));
    expect(regionsOf.size).toBe(17);
  });
});

it.each(['2026-12-31', '2027-01-01'])(
  'every region of %s has a way for requests, under its code of then and of before',
  (day) => {
    const codes = [...geographyOn('2026-12-31').regions, ...geographyOn(day).regions].map(({ code }) => code);
    const ways = codes.map((region) =>
      routeOf({ source: 'SKS', id: '7005055' }, { kind: 'hospital', region, takesRequests: true }, day),
    );
    expect(ways).not.toContain('unknown');
  },
);
