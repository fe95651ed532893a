import type { Text } from '../definition.ts';
import { base } from './base.ts';
import { passOn } from './stays.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

/**
 * Which municipality has the case. The case follows the citizen; the new municipality has it from the day of the move. A
 * closed case goes to nobody new: the plan rests until the case is opened again.
 */
export const residenceRegion = base.createStateConfig({
  initial: 'staying',
  meta: title('bopælskommune', 'municipality of residence', true),
  on: { moveMunicipality: { guard: 'isOpen', target: '.moving', actions: 'note' } },
  states: {
    staying: { meta: title('bliver boende', 'staying', true) },
    moving: {
      meta: title('flytter kommune', 'moving to another municipality'),
      always: [
        { guard: 'isClosed', target: 'resting' },
        { guard: 'isMoveDue', target: 'staying', actions: passOn },
      ],
      after: { move: { target: 'staying', actions: passOn } },
      on: { cancelMove: { target: 'staying', actions: 'note' } },
    },
    resting: {
      meta: title('flyttede, da forløbet blev afsluttet', 'was moving when the case was closed', true),
      always: { guard: 'isOpen', target: 'moving' },
    },
  },
});
