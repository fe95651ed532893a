import fc from 'fast-check';
import { shown, shownBands, sumOfShown } from './small-cells.ts';

it.each([0, 5, 6, 1000])('shows %s', (count) => expect(shown(count)).toBe(count));
it.each([1, 2, 3, 4])('hides %s', (count) => expect(shown(count)).toBeNull());

it('hides a band whose rest beside the next one is a few citizens', () => {
  expect(shownBands({ usersAll: 12, users65: 10, users75: 5 })).toEqual({ usersAll: null, users65: 10, users75: 5 });
  expect(shownBands({ usersAll: 20, users65: 8, users75: 6 })).toEqual({ usersAll: 20, users65: null, users75: 6 });
  expect(shownBands({ usersAll: 9, users65: 9, users75: 3 })).toEqual({ usersAll: 9, users65: 9, users75: null });
});

it('lets nobody find one to four citizens from any two bands shown', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), fc.nat(60), (a, b, c) => {
      const [users75 = 0, users65 = 0, usersAll = 0] = [a, b, c].toSorted((x, y) => x - y);
      const seen = Object.values(shownBands({ usersAll, users65, users75 })).filter((count) => count !== null);
      for (const one of seen) {
        expect([1, 2, 3, 4]).not.toContain(one);
        for (const other of seen) expect([1, 2, 3, 4]).not.toContain(Math.abs(one - other));
      }
    }),
  );
});

it('adds up what is shown alone', () => {
  expect(sumOfShown([5, null, 7])).toBe(12);
  expect(sumOfShown([null, null])).toBeNull();
  expect(sumOfShown([])).toBe(0);
});
