import { assign, setup } from 'xstate';
import { danishDate, normalInstant, shiftDay } from '../calendar.ts';
import type { CaseContext, CaseEvent, CaseInput, Instant } from '../definition.ts';
import { requests, stateMeta } from '../definition.ts';
import { dutyGuards } from '../duty.ts';
import type { MunicipalityChanged } from '../hospital-stay/messages.ts';
import { deadlines, delays } from './deadlines.ts';
import type { Question, Request, Said, Stage, Step } from './derive-request.ts';
import {
  closedStages,
  lastCutOff,
  openStages,
  overRejection,
  overWord,
  questionOf,
  stageOf,
  stepOf,
  withReading,
} from './derive-request.ts';
import type { CaseOfRequest, PostponeRequest, RecordForwarding, RequestChanged, RequestReading } from './messages.ts';

export interface RequestContext extends CaseContext {
  requestId: string;
  request: Request;
  said: Said;
  of: CaseOfRequest;
  /** The case has a standing report that the citizen is dead: every task rests. */
  citizenDead: boolean;
  /** What follows from all that, so that guards need only look. */
  stage: Stage;
  question: Question | undefined;
  step: Step | undefined;
  /** The instants that the timers in force were set for. */
  armed: { answer?: Instant; postponed?: Instant };
}

type RequestEvent =
  | CaseEvent<'requestObserved', RequestReading>
  | CaseEvent<'recordForwarding', RecordForwarding>
  | CaseEvent<'postponeRequest', PostponeRequest>
  | CaseEvent<'caseChanged', CaseOfRequest>
  | CaseEvent<'municipalityChanged', MunicipalityChanged>
  | CaseEvent<
      | 'noteRejection'
      | 'confirmGpContacted'
      | 'recordGpHandling'
      | 'closeRequest'
      | 'reopenRequest'
      | 'deathStands'
      | 'deathDismissed'
    >;

function settled(context: RequestContext): RequestContext {
  return { ...context, stage: stageOf(context), question: questionOf(context), step: stepOf(context) };
}

/** What each duty of this chart waits for. */
const wants = {
  answer: ({ question }: RequestContext): boolean => question !== undefined,
  rejection: ({ step }: RequestContext): boolean => step !== undefined,
};

const isClosed = ({ stage }: RequestContext): boolean => closedStages.some((closed) => closed === stage);

/** The last day to wait until: of the last cut-off, or a cycle from now where nobody knows when the prescription runs out. */
function lastDayToWait(context: RequestContext): string {
  const { at, policy } = context.env;
  const cutOff = lastCutOff(context);
  return cutOff ? danishDate(cutOff) : shiftDay(danishDate(at), policy.cycleLengthDays);
}

export const base = setup({
  types: {
    context: {} as RequestContext,
    events: {} as RequestEvent,
    input: {} as CaseInput,
    meta: stateMeta,
    tags: {} as 'closed',
  },
  delays,
  guards: {
    ...dutyGuards(wants, ({ citizenDead, of }: RequestContext) => citizenDead || of.isClosed),
    isStanding: ({ context }, { stage }: { stage: Stage }) => context.stage === stage,
    isNotStanding: ({ context }, { stage }: { stage: Stage }) => context.stage !== stage,
    isAsking: ({ context }, { question }: { question: Question }) => context.question === question,
    isNotAsking: ({ context }, { question }: { question: Question }) => context.question !== question,
    isStep: ({ context }, { step }: { step: Step }) => context.step === step,
    isNotStep: ({ context }, { step }: { step: Step }) => context.step !== step,
    isAnswerMoved: ({ context }) => deadlines.answer.due(context) !== context.armed.answer,
    /** What is awaited now has been so for less long: another has the request, or the cut-offs have moved. */
    isEarly: ({ context }) => normalInstant(context.env.at) < deadlines.answer.due(context),
    isWaitMoved: ({ context }) => deadlines.postponed.due(context) !== context.armed.postponed,
    isNewsOfRequest: ({ context: { request }, event }) =>
      event.type === 'requestObserved' && withReading(request, event.data, event.occurredAt) !== request,
    isNewsOfCase: ({ context: { of }, event }) =>
      event.type === 'caseChanged' && JSON.stringify(of) !== JSON.stringify(event.data),
    isNewMunicipality: ({ context, event }) =>
      event.type === 'municipalityChanged' && event.data.municipality !== context.parties.municipality,
    isBeforeCutOff: ({ context, event }) =>
      event.type !== 'postponeRequest' || !event.data.until || event.data.until <= lastDayToWait(context),
    isAnythingSaid: ({ context }) => isClosed(context) || Object.keys(context.said).length > 0,
    knowsOfNoDeath: ({ context }) => !context.citizenDead,
    knowsOfDeath: ({ context }) => context.citizenDead,
  },
  actions: {
    ...requests,
    rest: assign({ citizenDead: true }),
    wake: assign({ citizenDead: false }),
    armAnswer: assign(({ context }) => ({ armed: { ...context.armed, answer: deadlines.answer.due(context) } })),
    armWait: assign(({ context }) => ({ armed: { ...context.armed, postponed: deadlines.postponed.due(context) } })),
  },
});

function requestChanged({ requestId, request, stage, citizenDead, parties, of }: RequestContext): RequestChanged {
  const { drugId = '', prescriptionId, doseDispensed } = request.latest ?? {};
  return {
    request: requestId,
    drugId,
    ...(prescriptionId && { prescriptionId }),
    stage,
    // An ordinary prescription would renew no dose prescription.
    renewal: (doseDispensed !== false && openStages.find((open) => open === stage)) || null,
    citizenDead,
    municipality: parties.municipality,
    of,
  };
}

/** Changes what is known, and tells the case where that changes something for it. The first word is always told. */
function learning(learn: (context: RequestContext, event: RequestEvent) => Partial<RequestContext>) {
  return base.enqueueActions(({ context, event, enqueue }) => {
    const after = settled({ ...context, ...learn(context, event) });
    enqueue.assign(after);
    const [was, is] = [requestChanged(context), requestChanged(after)];
    const isFirst = !context.request.latest && after.request.latest !== undefined;
    if (!isFirst && JSON.stringify({ ...was, of: is.of }) === JSON.stringify(is)) return;
    enqueue({ type: 'tell', params: { to: 'parent', type: 'requestChanged', data: is } });
  });
}

export const readRequest = learning(({ request }, event) =>
  event.type === 'requestObserved' ? { request: withReading(request, event.data, event.occurredAt) } : {},
);
export const noteCase = learning((_, event) => (event.type === 'caseChanged' ? { of: event.data } : {}));
/** The care record and the sender of before are the old municipality's. */
export const moveMunicipality = learning(({ parties, request }, event) => {
  if (event.type !== 'municipalityChanged') return {};
  const { latest } = request;
  const { careRecord: _, ...directory } = latest?.directory ?? { addressedTo: [], cancelledBy: [] };
  return {
    parties: { ...parties, municipality: event.data.municipality },
    ...(latest?.directory && {
      request: { ...request, latest: { ...latest, directory: { ...directory, isMunicipalitys: false } } },
    }),
  };
});
export const lookAgain = learning(() => ({}));
/** A person says something over what is known now. */
export const note = learning(({ request, said }, event) => {
  switch (event.type) {
    case 'noteRejection':
      return { said: { ...said, noted: overRejection(request) } };
    case 'recordForwarding': {
      const over = overRejection(request);
      return {
        said: { ...said, ...(over && { noted: over }), forwarded: { at: normalInstant(event.occurredAt), over } },
      };
    }
    case 'postponeRequest':
      return { said: { ...said, postponed: { until: event.data.until, over: overWord(request) } } };
    case 'recordGpHandling':
      return { said: { ...said, closing: 'gp' } };
    case 'closeRequest':
      return { said: { ...said, closing: 'person' } };
    default:
      return {};
  }
});
/** All that persons said is taken back, and what had closed it closes it no more, until something else is told. */
export const reopenRequest = learning((context) => {
  const { request, of } = context;
  const isClosing = (['prescribed', 'renewed', 'regretted'] as const).some((stage) => stage === context.stage);
  const prescriptions = of.prescriptions.map(({ prescriptionId }) => prescriptionId);
  const disregarded = isClosing ? { word: overWord(request), prescriptions } : context.said.disregarded;
  return { said: disregarded ? { disregarded } : {} };
});
