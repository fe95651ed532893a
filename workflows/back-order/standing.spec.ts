import type { Registration } from './messages.ts';
import type { Group } from './standing.ts';
import { backOrderOf, nextDayOf, standingOf } from './standing.ts';

const drug = (drugId: string, more = {}) => ({ drugId, isDoseDispensable: true, isDeregistered: false, ...more });
const pack = (packageNumber: string, drugId: string, withdrawn = false) => ({ packageNumber, drugId, withdrawn });
const held = (packageNumber: string, since: string, more: Partial<Registration> = {}): Registration => ({
  packageNumber,
  since,
  source: 'test',
  seenAt: `${since}T12:00:00.000Z`,
  ...more,
});
const group = (registrations: Registration[], more: Partial<Group> = {}): Group => ({
  drugs: [drug('a'), drug('b'), drug('unmarked', { isDoseDispensable: false }), drug('gone', { isDeregistered: true })],
  packages: [
    pack('1', 'a'),
    pack('2', 'a'),
    pack('3', 'a', true),
    pack('4', 'b'),
    pack('5', 'unmarked'),
    pack('6', 'gone'),
  ],
  registrations,
  ...more,
});
const both = [held('1', '2026-03-02'), held('2', '2026-03-01'), held('4', '2026-03-02')];
const warned = (of: Group, today: string): boolean => standingOf(of, 'a', today, 7).isWarned;

describe('a drug is on back-order', () => {
  it('when each of its packages that is still sold is, from the day the last one went', () => {
    expect(backOrderOf(group([held('1', '2026-03-02')]), 'a', '2026-03-05')).toBeNull();
    expect(backOrderOf(group(both), 'a', '2026-03-05')).toEqual({ since: '2026-03-02' });
    expect(backOrderOf(group(both), 'a', '2026-03-01')).toBeNull();
  });

  it('until the first of them is expected, and no longer once one is back', () => {
    const expected = [
      held('1', '2026-03-02', { expectedTo: '2026-04-01' }),
      held('2', '2026-03-01', { expectedTo: '2026-03-20' }),
    ];
    expect(backOrderOf(group(expected), 'a', '2026-03-05')).toEqual({ since: '2026-03-02', expectedTo: '2026-03-20' });
    const ended = [held('1', '2026-03-02', { endedOn: '2026-03-10' }), held('2', '2026-03-01')];
    expect(backOrderOf(group(ended), 'a', '2026-03-09')).not.toBeNull();
    expect(backOrderOf(group(ended), 'a', '2026-03-10')).toBeNull();
  });

  it('never where it has no package that is sold, or the word was taken back', () => {
    expect(
      backOrderOf(group([held('3', '2026-03-01')], { packages: [pack('3', 'a', true)] }), 'a', '2026-03-05'),
    ).toBeNull();
    expect(backOrderOf(group(both.map((each) => ({ ...each, withdrawn: true }))), 'a', '2026-03-05')).toBeNull();
  });
});

describe('the formal warning (C5)', () => {
  it('comes on the eighth day for product and whole group, not on the seventh', () => {
    expect(warned(group(both), '2026-03-09')).toBe(false);
    expect(warned(group(both), '2026-03-10')).toBe(true);
  });

  it('waits for the alternative that went last', () => {
    const later = [...both.slice(0, 2), held('4', '2026-03-08')];
    expect(warned(group(later), '2026-03-15')).toBe(false);
    expect(warned(group(later), '2026-03-16')).toBe(true);
  });

  it('is cleared by one alternative that is back', () => {
    const back = [...both.slice(0, 2), held('4', '2026-03-02', { endedOn: '2026-03-12' })];
    expect(warned(group(back), '2026-03-11')).toBe(true);
    expect(standingOf(group(back), 'a', '2026-03-12', 7)).toMatchObject({
      isWarned: false,
      because: 'alternativeDeliverable',
      alternatives: ['b'],
    });
  });

  it('counts no alternative without the D mark, deregistered, or without a package', () => {
    expect(standingOf(group(both), 'a', '2026-03-10', 7)).toMatchObject({ because: 'wholeGroup', group: ['b'] });
    expect(standingOf(group([]), 'unmarked', '2026-03-10', 7).alternatives).toEqual(['a', 'b']);
  });
});

it('looks again on each day that changes anything by itself', () => {
  const of = group([held('1', '2026-03-02', { endedOn: '2026-03-20' })]);
  expect(nextDayOf(of, '2026-03-01', 7)).toBe('2026-03-02');
  expect(nextDayOf(of, '2026-03-02', 7)).toBe('2026-03-10');
  expect(nextDayOf(of, '2026-03-10', 7)).toBe('2026-03-20');
  expect(nextDayOf(of, '2026-03-20', 7)).toBeUndefined();
});
