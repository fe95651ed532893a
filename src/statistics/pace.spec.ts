import { paceOf } from './pace.ts';

const known = [
  { month: '2025-09', users: 62_725 },
  { month: '2023-09', users: 43_650 },
  { month: '2024-09', users: 54_860 },
];

it('leads from the programme’s own figures to what it is short of the target by mid-2027', () => {
  const pace = paceOf(known, { users: 85_000, month: '2027-06' });
  expect(pace).toMatchObject({ from: '2024-09', to: '2025-09', projected: 76_489, short: 8_511 });
  expect(Math.round(pace?.perMonth ?? 0)).toBe(655);
  expect(Math.round(pace?.neededPerMonth ?? 0)).toBe(1_061);
});

it('is reckoned over what there is when that is less than a year', () => {
  const pace = paceOf(
    [
      { month: '2026-05', users: 100 },
      { month: '2026-08', users: 130 },
    ],
    null,
  );
  expect(pace).toEqual({
    from: '2026-05',
    to: '2026-08',
    perMonth: 10,
    neededPerMonth: null,
    projected: null,
    short: null,
  });
});

it('says nothing of a target that is behind, nor of a single month', () => {
  expect(paceOf(known, { users: 85_000, month: '2025-09' })).toMatchObject({ neededPerMonth: null, short: null });
  expect(paceOf(known.slice(0, 1), null)).toBeUndefined();
  expect(paceOf([], null)).toBeUndefined();
});
