import type { LegalBasis, TaskMeta, Text } from '../definition.ts';
import { isNotWanted, restingDuty } from '../duty.ts';
import { base, beginSideDosing, forget } from './base.ts';
import type { deadlines } from './deadlines.ts';
import type { Place, Step } from './step.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

const places: readonly Place[] = [
  'awaitingFmk',
  'awaitingUnknown',
  'inGroup',
  'outsideGroup',
  'gp',
  'sideDosed',
  'partialRoll',
  'clusterAsked',
  'cluster',
];
const unless = (place: Place) => ({ guard: { type: 'isNotAt', params: { place } }, target: 'choosing' }) as const;
const pass = (step: Step) => ({ type: 'pass', params: { step } }) as const;
const choose = (step: Step) => ({ type: 'choose', params: { step } }) as const;
const told = (party: 'pharmacy' | 'gpPractice' | 'municipality', code: string) =>
  ({ type: 'effect', params: { kind: 'notice', party, code } }) as const;

const product: LegalBasis = 'product';
const asks = (text: Text, deadline: keyof typeof deadlines): { title: Text; task: TaskMeta } => ({
  title: text,
  task: { title: text, deadline, basis: product },
});

const questions = {
  inGroup: {
    da: 'Lægemidlet er i restordre: vælg et andet i substitutionsgruppen, som kan dosispakkes',
    en: 'The drug is on back-order: choose another of the substitution group that may be dose packed',
  },
  outsideGroup: {
    da: 'Lægemidlet er i restordre, og gruppen har intet at give: vælg et uden for gruppen. Lægen får besked',
    en: 'The drug is on back-order, and its group has nothing: choose one outside it. The GP is informed',
  },
  gp: {
    da: 'Lægemidlet er i restordre: ordinér et andet før tidsfristen for ændringer',
    en: 'The drug is on back-order: prescribe another before the change cut-off',
  },
  partialRoll: {
    da: 'Dosisrullen kommer uden et lægemiddel i restordre: tal med apoteket, skaf æsker, og sidedosér',
    en: 'The roll comes without a drug on back-order: talk to the pharmacy, get boxes, and dose beside the roll',
  },
  cluster: {
    da: 'Ingen kan skaffe lægemidlet: spørg sundhedsklyngens kontakt om udleveringstilladelse eller gratis sygehusmedicin',
    en: 'Nobody can get the drug: ask the cluster’s contact about a dispensation permit or free hospital medicine',
  },
} as const satisfies Record<Step, Text>;

const overdue: Text = { da: `Overskredet: ${questions.cluster.da}`, en: `Overdue: ${questions.cluster.en}` };

const awaiting = (place: Place, da: string, en: string) =>
  ({
    meta: title(da, en),
    always: unless(place),
    after: { observed: { target: 'choosing', actions: ['passChosen', told('municipality', 'substituteNotSeen')] } },
  }) as const;

/** Each in turn is asked until a deadline, then the next: never in silence (C2). Only the last is asked again and again. */
export const searchRegion = base.createStateConfig({
  initial: 'none',
  meta: title('erstatning for et lægemiddel i restordre', 'substitute for a drug on back-order', true),
  states: {
    ...restingDuty('substitution', 'open'),
    none: {
      ...restingDuty('substitution', 'open').none,
      tags: 'closed',
      entry: forget,
    },
    open: {
      initial: 'choosing',
      meta: title('søges', 'being looked for', true),
      always: [
        { guard: 'atRest', target: 'stopped' },
        { guard: isNotWanted('substitution'), target: 'none' },
      ],
      on: { reopenSubstitution: { guard: 'isAnythingDone', target: '.choosing', actions: forget } },
      states: {
        choosing: {
          meta: title('næste afgøres', 'next being chosen', true),
          always: places.map((place) => ({ guard: { type: 'isAt', params: { place } }, target: place }) as const),
        },
        inGroup: {
          meta: asks(questions.inGroup, 'inGroup'),
          entry: told('pharmacy', 'substituteWanted'),
          always: unless('inGroup'),
          after: { inGroup: { target: 'choosing', actions: [pass('inGroup'), told('pharmacy', 'substituteOverdue')] } },
          on: {
            confirmSubstitution: { guard: 'isOneOfGroup', target: 'choosing', actions: choose('inGroup') },
            declineSubstitution: { target: 'choosing', actions: pass('inGroup') },
          },
        },
        outsideGroup: {
          meta: asks(questions.outsideGroup, 'outsideGroup'),
          entry: told('pharmacy', 'substituteWanted'),
          always: unless('outsideGroup'),
          after: {
            outsideGroup: {
              target: 'choosing',
              actions: [pass('outsideGroup'), told('pharmacy', 'substituteOverdue')],
            },
          },
          on: {
            confirmSubstitution: {
              guard: 'maySubstituteOutsideGroup',
              target: 'choosing',
              actions: [choose('outsideGroup'), told('gpPractice', 'substitutedOutsideGroup')],
            },
            declineSubstitution: { target: 'choosing', actions: pass('outsideGroup') },
          },
        },
        gp: {
          meta: asks(questions.gp, 'gp'),
          entry: told('gpPractice', 'substituteWanted'),
          always: unless('gp'),
          after: { gp: { target: 'choosing', actions: [pass('gp'), told('gpPractice', 'substituteOverdue')] } },
          on: {
            confirmSubstitution: { target: 'choosing', actions: choose('gp') },
            declineSubstitution: { target: 'choosing', actions: pass('gp') },
          },
        },
        awaitingFmk: awaiting(
          'awaitingFmk',
          'erstatning valgt, ses endnu ikke i FMK',
          'substitute chosen, not seen in FMK yet',
        ),
        awaitingUnknown: awaiting(
          'awaitingUnknown',
          'erstatning valgt, men taksten kender den ikke: tjek, at den kan dosispakkes og leveres',
          'substitute chosen that the price list does not hold: check that it can be dose packed and had',
        ),
        partialRoll: {
          meta: asks(questions.partialRoll, 'partialRoll'),
          always: unless('partialRoll'),
          after: {
            partialRoll: {
              target: 'choosing',
              actions: [pass('partialRoll'), told('municipality', 'sideDosingOverdue')],
            },
          },
          on: {
            confirmSideDosing: { target: 'choosing', actions: beginSideDosing },
            declineSideDosing: { target: 'choosing', actions: pass('partialRoll') },
          },
        },
        sideDosed: {
          meta: title('gives fra æsker ved siden af rullen', 'given from boxes beside the roll'),
          always: unless('sideDosed'),
          after: { watch: { target: 'choosing', actions: pass('partialRoll') } },
        },
        cluster: {
          initial: 'due',
          meta: { title: questions.cluster, quiet: true },
          always: unless('cluster'),
          on: { confirmClusterAsked: { target: 'choosing', actions: 'askCluster' } },
          states: {
            due: {
              meta: asks(questions.cluster, 'cluster'),
              after: { cluster: 'overdue' },
            },
            overdue: {
              entry: told('municipality', 'clusterOverdue'),
              meta: asks(overdue, 'escalation'),
              after: { escalation: { target: 'overdue', reenter: true } },
            },
          },
        },
        clusterAsked: {
          meta: title('sundhedsklyngens kontakt er spurgt', 'the cluster’s contact was asked'),
          always: unless('clusterAsked'),
          after: { watch: { target: 'choosing', actions: 'askClusterAgain' } },
        },
        before: { type: 'history', history: 'deep' },
      },
    },
  },
});
