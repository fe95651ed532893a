import { birthDate, checkCpr } from '../../src/kernel/cpr.ts';
import { municipalities } from '../../src/directory/reference/municipalities.ts';
import { homeCode, municipalityOf, personOf } from '../../scripts/demo/people.ts';

/** Ten thousand with a case, and the candidates after them. */
const numbers = [...Array.from({ length: 10_000 }, (_, n) => n), ...Array.from({ length: 28 }, (_, n) => 20_000 + n)];

it('gives each of ten thousand a number of their own, that fails the check digit as no real one of its year does', () => {
  const all = numbers.map((number) => personOf(number).cpr);
  expect(new Set(all).size).toBe(all.length);
  expect(all.filter((cpr) => checkCpr(cpr).kind !== 'validNoMod11')).toEqual([]);
  expect(all.filter((cpr) => (birthDate(cpr) ?? '') >= '1965')).toEqual([]);
});

it('is the same person each time, under a name that is made up', () => {
  expect(personOf(7)).toEqual(personOf(7));
  const names = new Set(numbers.slice(0, 500).map((number) => personOf(number).name));
  expect([...names].filter((name) => !/ (Prøve|Kunst|Test|Eksempel|Demo|Opdigt)/.test(name))).toEqual([]);
});

it('spreads five thousand over all municipalities, as people of 75 and more live', () => {
  const counts = new Map<string, number>();
  for (const number of numbers.slice(0, 5_000)) {
    const code = municipalityOf(number);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  expect([...counts.keys()].toSorted()).toEqual(municipalities.map(({ code }) => code).toSorted());
  expect(counts.get('0101')).toBeGreaterThan(150);
  expect(counts.get('0825')).toBeLessThan(20);
});

it('puts the first where the development accounts work', () => {
  expect(numbers.slice(0, 60).every((number) => municipalityOf(number) === homeCode)).toBe(true);
});
