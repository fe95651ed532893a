import { current } from '../policy/current.ts';
import type { Progress } from './step.ts';
import { nothingDone, placeOf } from './step.ts';

const whole = { municipality: 'm', pharmacy: 'p', gpPractice: 'g' };
const withPower = { ...current, maySubstituteOutsideGroup: true };
const place = (
  progress: Partial<Progress>,
  alternatives: string[] = ['b'],
  policy = current,
  parties: object = whole,
) =>
  placeOf({
    ...nothingDone,
    ...progress,
    situation: { alternatives },
    parties: { municipality: 'm', ...parties },
    policy,
  });

it('asks the pharmacy first where the group has something, else the GP', () => {
  expect(place({})).toBe('inGroup');
  expect(place({}, [])).toBe('gp');
});

it('asks the pharmacist outside the group only where the policy in force gives that very power (C6)', () => {
  expect(place({ passed: ['inGroup'] })).toBe('gp');
  expect(place({ passed: ['inGroup'] }, ['b'], withPower)).toBe('outsideGroup');
  expect(place({}, [], withPower)).toBe('outsideGroup');
});

it('ends at the municipality, and then at the cluster', () => {
  expect(place({ passed: ['inGroup', 'gp'] })).toBe('partialRoll');
  expect(place({ passed: ['inGroup', 'gp'], sideDosedFrom: '2026-03-01' })).toBe('sideDosed');
  expect(place({ passed: ['inGroup', 'gp', 'partialRoll'], sideDosedFrom: '2026-03-01' })).toBe('cluster');
  expect(place({ passed: ['inGroup', 'gp', 'partialRoll', 'cluster'] })).toBe('cluster');
  expect(place({ passed: ['inGroup', 'gp', 'partialRoll'], clusterAsked: true })).toBe('clusterAsked');
});

it('passes over whom the case does not have, so that no question lands where nobody reads it', () => {
  expect(place({}, ['b'], current, {})).toBe('partialRoll');
});

it('waits for FMK once something is chosen', () => {
  expect(place({ chosenIn: 'gp' })).toBe('awaitingFmk');
  expect(place({ chosenIn: 'gp', isChosenUnknown: true })).toBe('awaitingUnknown');
});
