import { rejectionSeen } from './eoj-visibility.ts';
import type { KnownUnit } from './request-routing.ts';
import { routeOf } from './request-routing.ts';

const department = { source: 'SKS', id: '7005055' };
const hospital = (region: string, more: Partial<KnownUnit> = {}): KnownUnit => ({
  kind: 'hospital',
  region,
  takesRequests: true,
  ...more,
});

describe('the way of a request', () => {
  it.each([
    ['1081', 'autoForward'],
    ['1082', 'autoForward'],
    ['1083', 'autoForward'],
    ['1084', 'pool'],
    ['1085', 'pool'],
    ['9999', 'unknown'],
  ])('of a hospital in %s is %s, before and after the East becomes one region', (region, route) => {
    for (const on of ['2026-12-31', '2027-01-01']) expect(routeOf(department, hospital(region), on)).toBe(route);
  });

  it('is none where the unit takes no requests, and a practice answers wherever it lies', () => {
    expect(routeOf(department, hospital('1081', { takesRequests: false }), '2026-01-01')).toBe('noWay');
    expect(routeOf(department, hospital('1084', { kind: 'gpPractice' }), '2026-01-01')).toBe('practice');
    expect(routeOf(department, hospital('1084', { kind: 'pharmacy' }), '2026-01-01')).toBe('unknown');
  });

  it('of a unit that the directory does not have is unknown, but a ydernummer is a practice', () => {
    expect(routeOf(department, undefined, '2026-01-01')).toBe('unknown');
    expect(routeOf({ source: 'Yder', id: '061069' }, undefined, '2026-01-01')).toBe('practice');
  });
});

it.each([
  ['columnaCura', false, 'findable'],
  ['columnaCura', true, 'findable'],
  ['kmdNexus', false, 'invisible'],
  ['kmdNexus', true, 'shown'],
  ['another', true, 'invisible'],
  [undefined, true, 'invisible'],
] as const)('what %s shows of a rejection, own request %s: %s', (careRecord, isOwn, seen) => {
  expect(rejectionSeen(careRecord, isOwn, '2026-01-01')).toBe(seen);
});
