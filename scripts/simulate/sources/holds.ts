import { fact, toCase } from '../happening.ts';
import type { Happening } from '../happening.ts';
import type { Source } from '../sources.ts';

/** FMK's registrations: on hold, and not suited. */
export const holds: Source = ({ holds, notSuited, number }) => [
  ...holds.flatMap(({ registrationId, from, liftedAt }): Happening[] => [
    told('holdObserved', registrationId, { from, change: 'created' }, from),
    ...(liftedAt ? [told('holdObserved', registrationId, { from, change: 'removed' }, liftedAt)] : []),
  ]),
  ...(notSuited
    ? [told('notSuitedObserved', `not-suited-${number}`, { ...notSuited, change: 'created' }, notSuited.from)]
    : []),
];

function told(type: string, registrationId: string, data: { [key: string]: string }, at: string): Happening {
  const object = `${type}:${registrationId}`;
  return { ...fact('FMK', toCase, type, { registrationId, ...data }, at, `${object}:${data['change']}`), object };
}
