import type { TaskMeta, Text } from '../definition.ts';
import { isNotWanted, restingDuty } from '../duty.ts';
import { base, lookAgain, note, reopenRequest } from './base.ts';
import type { Question, Stage, Step } from './derive-request.ts';
import { questions, stages } from './derive-request.ts';
import { nextSteps } from './rejection-reasons.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

const asDerived = stages.map((stage) => ({ guard: { type: 'isStanding', params: { stage } }, target: stage }) as const);
const unlessMoved = (stage: Stage) =>
  ({ guard: { type: 'isNotStanding', params: { stage } }, target: 'placing' }) as const;
/** While it is open persons may move it on; what they said is taken back by reopening. */
const standing = (stage: Stage, da: string, en: string) =>
  ({
    meta: title(da, en),
    always: unlessMoved(stage),
    on: {
      recordForwarding: { actions: note },
      recordGpHandling: { actions: note },
      postponeRequest: { guard: 'isBeforeCutOff', actions: note },
      closeRequest: { actions: note },
    },
  }) as const;
const closed = (stage: Stage, da: string, en: string) =>
  ({ tags: 'closed', meta: title(da, en), always: unlessMoved(stage) }) as const;

/** Where the request stands, by FMK's words, the case's prescriptions and what persons say, whatever their order (C7). */
export const requestRegion = base.createStateConfig({
  initial: 'placing',
  meta: title('receptanmodningen', 'the prescription request', true),
  on: { reopenRequest: { guard: 'isAnythingSaid', actions: reopenRequest } },
  states: {
    placing: { meta: title('placeres', 'being placed', true), always: asDerived },
    unread: { meta: title('ikke læst endnu', 'not read yet'), always: unlessMoved('unread') },
    unknown: standing('unknown', 'med ukendt status', 'of unknown status'),
    awaitingAnswer: standing('awaitingAnswer', 'afventer svar', 'awaiting an answer'),
    inPool: standing('inPool', 'i opsamlingspulje', 'in a collection pool'),
    forwarded: standing('forwarded', 'sendt videre til egen læge', 'forwarded to the own GP'),
    postponed: {
      ...standing('postponed', 'venter til en dato', 'waiting until a date'),
      entry: 'armWait',
      always: [unlessMoved('postponed'), { guard: 'isWaitMoved', target: 'postponed', reenter: true }],
      after: { postponed: { target: 'placing', actions: lookAgain } },
    },
    rejected: standing('rejected', 'afvist', 'rejected'),
    prescribed: closed('prescribed', 'recept udstedt', 'prescribed'),
    renewed: closed('renewed', 'dosisrecepten er fornyet', 'the dose prescription is renewed'),
    handledByGp: closed('handledByGp', 'lægen har taget stilling', 'handled by the GP'),
    regretted: closed('regretted', 'fortrudt', 'taken back by whoever made it'),
    noted: closed('noted', 'afvist, og der er handlet', 'rejected, and acted on'),
    closed: closed('closed', 'lukket af en medarbejder', 'closed by a person'),
  },
});

/** One question of an open duty, due until its deadline, then overdue and told again, as every duty (workflows/duty.ts). */
function asking<const Deadline extends string, const Unless extends object>(
  task: Text,
  deadline: Deadline,
  notice: string,
  unless: Unless,
) {
  const meta = (title: Text, deadline: string): { title: Text; task: TaskMeta } => ({
    title,
    task: { title, deadline, basis: 'fmk' },
  });
  return {
    initial: 'due',
    meta: { title: task, quiet: true },
    always: { guard: unless, target: 'choosing' },
    states: {
      due: {
        meta: meta(task, deadline),
        after: { [deadline]: 'overdue' } as { [D in Deadline]: 'overdue' },
      },
      overdue: {
        entry: { type: 'effect', params: { kind: 'notice', party: 'municipality', code: notice } },
        meta: meta({ da: `Overskredet: ${task.da}`, en: `Overdue: ${task.en}` }, 'escalation'),
        after: { escalation: { target: 'overdue', reenter: true } },
      },
    },
  } as const;
}

const isAsking = (question: Question) => ({ type: 'isAsking', params: { question } }) as const;
const question = (name: Question, da: string, en: string) =>
  asking({ da, en }, 'followUp', 'requestUnanswered', { type: 'isNotAsking', params: { question: name } } as const);

/** An answer that does not come: from a practice, from a hospital's pool, or from units that cannot answer (R61–R65). */
export const answerRegion = base.createStateConfig({
  initial: 'none',
  meta: title('svar på anmodningen', 'answer to the request', true),
  states: {
    ...restingDuty('answer', 'watching'),
    watching: {
      meta: title('svar afventes', 'awaiting the answer', true),
      entry: 'armAnswer',
      always: [
        { guard: isNotWanted('answer'), target: 'none' },
        { guard: 'isAnswerMoved', target: 'watching', reenter: true },
      ],
      after: { answer: 'open' },
    },
    open: {
      initial: 'choosing',
      meta: title('kræver handling', 'needs action', true),
      always: [
        { guard: 'atRest', target: 'stopped' },
        { guard: isNotWanted('answer'), target: 'none' },
        { guard: 'isEarly', target: 'watching' },
      ],
      on: { confirmGpContacted: 'contacted' },
      states: {
        choosing: {
          meta: title('vælges', 'being chosen', true),
          always: questions.map((each) => ({ guard: isAsking(each), target: each }) as const),
        },
        unanswered: question(
          'unanswered',
          'Ingen har svaret på receptanmodningen: kontakt lægen',
          'Nobody has answered the prescription request: contact the GP',
        ),
        pooled: question(
          'pooled',
          'En receptanmodning ligger i opsamlingspulje, og egen læge har den ikke: få den sendt videre',
          'A prescription request lies in a collection pool, and the own GP does not have it: have it forwarded',
        ),
        lost: question(
          'lost',
          'En receptanmodning er sendt til en afdeling, der ikke kan svare på den: få den sendt til egen læge',
          'A prescription request went to a department that cannot answer it: have it sent to the own GP',
        ),
        before: { type: 'history', history: 'deep' },
      },
    },
    contacted: {
      meta: title('lægen er kontaktet', 'the GP is contacted', true),
      always: { guard: isNotWanted('answer'), target: 'none' },
      after: { askAgain: 'open' },
      on: { reopenRequest: 'open' },
    },
  },
});

const steps: Readonly<Record<Step, Text>> = {
  unseen: {
    da: 'Usynlig afvisning: en receptanmodning er afvist, og omsorgsjournalen viser det ikke. Tjek, at egen læge har den',
    en: 'Invisible rejection: a prescription request is rejected, and the care record does not show it. Check that the own GP has it',
  },
  lookUp: {
    da: 'En receptanmodning er afvist og sendt videre: find årsagen i omsorgsjournalen',
    en: 'A prescription request is rejected and forwarded: find the reason in the care record',
  },
  reconcileOrder: {
    da: 'Receptanmodningen er afvist, fordi behandlingen er afsluttet: afstem medicinen med lægen',
    en: 'The request is rejected as the treatment has ended: reconcile the medicine with the GP',
  },
  bookConsultation: {
    da: 'Receptanmodningen er afvist, fordi fornyelsen kræver konsultation: book tid hos lægen',
    en: 'The request is rejected as a renewal takes a consultation: book the GP',
  },
  readdress: {
    da: 'Receptanmodningen er afvist og hører til et andet sted: send den til den rette læge',
    en: 'The request is rejected and belongs elsewhere: send it to the right doctor',
  },
  verifyPrescription: {
    da: 'Receptanmodningen er afvist, fordi der findes en gyldig recept: tjek, at det er en dosisrecept',
    en: 'The request is rejected as there is a valid prescription: check that it is a dose prescription',
  },
  askAgain: {
    da: 'Receptanmodningen kom for tidligt og blev afvist: bed om recepten igen',
    en: 'The request came too early and was rejected: ask for the prescription again',
  },
  mixRegimen: {
    da: 'Receptanmodningen er afvist, fordi medicinen udleveres fra hospital: aftal sidedosering',
    en: 'The request is rejected as the hospital hands out the medicine: agree side dosing',
  },
  withoutSubsidy: {
    da: 'Receptanmodningen er afvist, fordi medicinen kan købes i håndkøb: den dosispakkes ikke med tilskud. Aftal, hvad borgeren gør',
    en: 'The request is rejected as the medicine is sold over the counter: it is not dose packed with subsidy. Agree what the citizen does',
  },
  readReason: {
    da: 'Receptanmodningen er afvist: læs årsagen, og tag stilling',
    en: 'The request is rejected: read the reason, and decide what to do',
  },
};
const isStep = (step: Step) => ({ type: 'isStep', params: { step } }) as const;
const step = <const Name extends Step>(name: Name) =>
  asking(steps[name], 'rejection', 'requestRejected', { type: 'isNotStep', params: { step: name } } as const);
const allSteps: readonly Step[] = ['unseen', 'lookUp', ...nextSteps];

/** A rejection asks for a next step, or, where the GP has the request by now, that someone knows of it (§3.10, §8.1.4). */
export const rejectionRegion = base.createStateConfig({
  initial: 'none',
  meta: title('afvisning', 'rejection', true),
  states: {
    ...restingDuty('rejection', 'open'),
    open: {
      initial: 'choosing',
      meta: title('kræver handling', 'needs action', true),
      always: [
        { guard: 'atRest', target: 'stopped' },
        { guard: isNotWanted('rejection'), target: 'none' },
      ],
      on: { noteRejection: { actions: note } },
      states: {
        choosing: {
          meta: title('vælges', 'being chosen', true),
          always: allSteps.map((each) => ({ guard: isStep(each), target: each }) as const),
        },
        unseen: step('unseen'),
        lookUp: step('lookUp'),
        reconcileOrder: step('reconcileOrder'),
        bookConsultation: step('bookConsultation'),
        readdress: step('readdress'),
        verifyPrescription: step('verifyPrescription'),
        askAgain: step('askAgain'),
        mixRegimen: step('mixRegimen'),
        withoutSubsidy: step('withoutSubsidy'),
        readReason: step('readReason'),
        before: { type: 'history', history: 'deep' },
      },
    },
  },
});
