import { Receivers } from './receivers.ts';

let at = 0;
const lanes = (receivers: Receivers, id: string): number => receivers.free().of.get(id) ?? 1;

beforeEach(() => (at = 0));

it('gives one lane until a receiver has answered, and four while it does', () => {
  const receivers = new Receivers(() => at);
  expect(lanes(receivers, 'a')).toBe(1);
  receivers.begin('a');
  expect(lanes(receivers, 'a')).toBe(0);
  receivers.end('a', 'answered');
  expect(lanes(receivers, 'a')).toBe(4);
  receivers.begin('a');
  expect(lanes(receivers, 'a')).toBe(3);
  expect(receivers.free().inAll).toBe(39);
});

it('lets a receiver rest that leaves two in a row without an answer, longer each time, and tries one after', () => {
  const receivers = new Receivers(() => at);
  const silent = (): void => {
    receivers.begin('a');
    receivers.end('a', 'silent');
  };
  silent();
  expect(lanes(receivers, 'a')).toBe(1);
  for (const restMs of [4_000, 8_000, 16_000, 30_000, 30_000]) {
    silent();
    at += restMs - 1;
    expect(lanes(receivers, 'a')).toBe(0);
    at += 1;
    expect(lanes(receivers, 'a')).toBe(1);
  }
  receivers.begin('a');
  receivers.end('a', 'answered');
  expect(lanes(receivers, 'a')).toBe(4);
});

it('keeps half of all lanes for those that answer, however many do not', () => {
  const receivers = new Receivers(() => at);
  const ids = Array.from({ length: 60 }, (_, n) => `silent ${n}`);
  for (const id of ids) receivers.begin(id);
  for (const id of ids) receivers.end(id, 'silent');
  const given = ids.reduce((sum, id) => sum + lanes(receivers, id), 0);
  expect(given).toBe(20);
  for (const id of ids) if (lanes(receivers, id) > 0) receivers.begin(id);
  expect(ids.reduce((sum, id) => sum + lanes(receivers, id), 0)).toBe(0);
  expect(receivers.free().inAll).toBe(20);
  expect(lanes(receivers, 'new')).toBe(1);
});
