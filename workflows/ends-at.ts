import type { Deadline, Instant } from './definition.ts';

/** Whom a wait ends at. */
export type Answerable = Pick<Deadline<never>, 'role' | 'party'>;

export const municipalNurse: Answerable = { role: 'municipalNurse', party: 'municipality' };

/** Waits that all end at the same role, each with its due instant. */
export function endsAt<const Name extends string, Context>(
  { role, party }: Answerable,
  due: Record<Name, (context: Context) => Instant>,
): Record<Name, Deadline<Context>> {
  const deadlines = {} as Record<Name, Deadline<Context>>;
  for (const name of Object.keys(due) as Name[]) deadlines[name] = { role, party, due: due[name] };
  return deadlines;
}
