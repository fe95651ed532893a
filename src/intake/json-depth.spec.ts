import { isDeeperThan } from './json-depth.ts';

it.each<[string, number]>([
  ['1', 0],
  ['{}', 1],
  ['[[],[]]', 2],
  ['{"a":{"b":[{}]}}', 4],
  ['{"[[[{\\"{{":"]]"}', 1],
  ['["\\\\",[]]', 2],
])('%s goes %i deep', (text, depth) => {
  expect(isDeeperThan(text, depth)).toBe(false);
  if (depth > 0) expect(isDeeperThan(text, depth - 1)).toBe(true);
});

it('counts brackets that are never closed', () => expect(isDeeperThan('['.repeat(100_000), 32)).toBe(true));
