import { shippedItems } from './shipped-items.ts';
import { standingOn } from './programme.ts';

const of = (day: string, id: string) => standingOn(shippedItems, day).find((item) => item.id === id);

it('shows a milestone as missed from the day after it was planned, until it is done', () => {
  expect(of('2026-07-01', 'gebyr')?.missed).toBe(false);
  expect(of('2026-07-02', 'gebyr')?.missed).toBe(true);
  const done = shippedItems.map((item) => (item.id === 'gebyr' ? { ...item, status: 'done' as const } : item));
  expect(standingOn(done, '2027-01-01').find(({ id }) => id === 'gebyr')?.missed).toBe(false);
});

it('names what a decision waits for, and no more what is done', () => {
  expect(of('2026-11-01', 'kl-behandling')?.waitsFor).toEqual(['hjemmel-gebyr', 'samtykke']);
  const decided = shippedItems.map((item) => (item.id === 'samtykke' ? { ...item, status: 'done' as const } : item));
  expect(standingOn(decided, '2026-11-01').find(({ id }) => id === 'kl-behandling')?.waitsFor).toEqual([
    'hjemmel-gebyr',
  ]);
});

it('depends on nothing that is not there', () => {
  const ids = shippedItems.map(({ id }) => id);
  expect(shippedItems.flatMap(({ dependsOn }) => dependsOn).filter((id) => !ids.includes(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});
