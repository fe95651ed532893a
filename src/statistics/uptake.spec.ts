import { uptakeOf } from './uptake.ts';

const odense = (month: string, users75: number) => ({
  ...{ code: '0461', month, usersAll: users75, users65: users75, users75, usersSocial: 0 },
});

it.each([
  [10, 14, null],
  [14, 10, null],
  [10, 10, 0],
  [10, 15, 5],
  [15, 10, -5],
  [4, 15, null],
])('says of %s users aged 75 and over who became %s that they rose by %s: a few stay hidden', (before, now, risen) => {
  const months = [odense('2026-09', before), odense('2026-10', now)];
  const { municipalities } = uptakeOf(months, [], [], '2026-11-05');
  expect(municipalities.find(({ code }) => code === '0461')).toMatchObject({ risen75: risen });
});
