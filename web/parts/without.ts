/** The faults of the fields that have not been touched since. */
export function without(faults: Readonly<Record<string, string>>, changed: object): Record<string, string> {
  return Object.fromEntries(Object.entries(faults).filter(([name]) => !(name in changed)));
}
