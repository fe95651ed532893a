/** Sums by name. Whole numbers only, so that the order of adding makes no difference. */
export type Tally = Record<string, number>;

export function add(tally: Tally, name: string, amount = 1): void {
  tally[name] = (tally[name] ?? 0) + amount;
}

export function addAll(into: Tally, from: Tally): void {
  for (const [name, amount] of Object.entries(from)) add(into, name, amount);
}
