import { clusterGains } from './cluster-gains.ts';

const cluster = (name: string, practices: number, users: number) => ({ name, practices, users, package: null });

it('puts those first that would gain most by the mean of all, and none below nought', () => {
  const gains = clusterGains([cluster('A', 10, 100), cluster('B', 10, 40), cluster('C', 20, 60)]);
  expect(gains.map(({ name, users, couldGain }) => [name, users, couldGain])).toEqual([
    ['C', 60, 40],
    ['B', 40, 10],
    ['A', 100, 0],
  ]);
});

it('tells the same whatever a hidden count is', () => {
  const of = (users: number) =>
    clusterGains([cluster('A', 10, 100), cluster('B', 10, 40), cluster('C', 20, 60), cluster('Few', 10, users)]);
  expect(of(4)).toEqual(of(1));
  expect(of(4).find(({ name }) => name === 'Few')).toMatchObject({ users: null, couldGain: 32 });
  // Nor from the sum of all, known from elsewhere: two are hidden.
  expect(of(4).map(({ name, users }) => [name, users])).toEqual([
    ['B', null],
    ['Few', null],
    ['C', 60],
    ['A', 100],
  ]);
});

it('has no mean without practices', () => {
  expect(clusterGains([])).toEqual([]);
});
