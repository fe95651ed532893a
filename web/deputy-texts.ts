/** What is said of who stands in for whom; loaded with the worklist. */
import type { components } from './api-types.d.ts';

type Text = components['schemas']['TextView'];

export const texts = {
  title: { da: 'Stedfortrædere', en: 'Deputies' },
  intro: {
    da: 'Er nogen væk, ser stedfortræderen den fraværendes opgaver under Mine, og kan tage eller slippe dem. Det gælder til og med sidste dag, og hver ændring står i loggen.',
    en: 'While someone is away the deputy sees that person’s tasks under Mine, and can take them or let them go. It holds until the last day, and each change stands in the log.',
  },
  none: { da: 'Ingen er væk med en stedfortræder.', en: 'Nobody is away with a deputy.' },
  standsIn: { da: 'er stedfortræder for', en: 'stands in for' },
  away: { da: 'Hvem er væk', en: 'Who is away' },
  deputy: { da: 'Stedfortræder', en: 'Deputy' },
  from: { da: 'Fra og med', en: 'From' },
  to: { da: 'Til og med', en: 'Until' },
  add: { da: 'Sæt stedfortræder', en: 'Set a deputy' },
  end: { da: 'Afslut', en: 'End' },
  recorded: { da: 'Stedfortræderen er sat.', en: 'The deputy is set.' },
  ended: { da: 'Stedfortræderen er afsluttet.', en: 'The deputy is ended.' },
  youStandIn: { da: 'du er stedfortræder', en: 'you are the deputy' },
} satisfies Record<string, Text>;
