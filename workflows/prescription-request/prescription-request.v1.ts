import { danishDate } from '../calendar.ts';
import type { RequestFacts, Statistic, WorkflowDefinition } from '../definition.ts';
import type { RequestContext } from './base.ts';
import { base, moveMunicipality, noteCase, readRequest } from './base.ts';
import { deadlines } from './deadlines.ts';
import { expiryOf, lastCutOff, rejectionOf, routesOf, visibilityOf } from './derive-request.ts';
import { prescriptionRequestMessages } from './messages.ts';
import { answerRegion, rejectionRegion, requestRegion } from './regions.ts';

const machine = base.createMachine({
  id: 'prescription-request',
  context: ({ input: { env, caseId, parties, data } }) => ({
    env,
    caseId,
    parties,
    requestId: data['requestId'] as string,
    request: { words: [] },
    said: {},
    of: { isClosed: false, cutOffs: [], prescriptions: [] },
    citizenDead: false,
    stage: 'unread',
    question: undefined,
    step: undefined,
    armed: {},
  }),
  on: {
    requestObserved: { guard: 'isNewsOfRequest', actions: readRequest },
    caseChanged: { guard: 'isNewsOfCase', actions: noteCase },
    municipalityChanged: { guard: 'isNewMunicipality', actions: moveMunicipality },
    deathStands: { guard: 'knowsOfNoDeath', actions: 'rest' },
    deathDismissed: { guard: 'knowsOfDeath', actions: 'wake' },
  },
  type: 'parallel',
  states: {
    request: requestRegion,
    answer: answerRegion,
    rejection: rejectionRegion,
  },
});

function factsOf(context: RequestContext): RequestFacts | undefined {
  const { request, of, env } = context;
  const { latest, askedAt } = request;
  if (!latest || !askedAt) return undefined;
  const { requestId, status, createdBy, drugId, addressedTo, prescriptionId } = latest;
  const routes = routesOf(latest, danishDate(env.at));
  const rejection = rejectionOf(request);
  const [validTo, cutOff] = [expiryOf({ request, of }), lastCutOff(context)];
  return {
    requestId,
    status,
    createdBy,
    askedAt,
    drugId,
    addressedTo: addressedTo.map((unit, n) => ({ ...unit, route: routes[n] ?? 'unknown' })),
    ...(prescriptionId && { prescriptionId }),
    ...(validTo && { validTo }),
    ...(cutOff && { lastCutOffAt: cutOff }),
    ...(rejection && {
      rejection: {
        at: rejection.at,
        seen: visibilityOf(context),
        ...(rejection.reason && { reason: rejection.reason }),
      },
    }),
  };
}

/** What counts as one of several units' ways, the hardest first: a request that anyone can lose is counted there. */
const hardest = ['noWay', 'pool', 'autoForward', 'unknown', 'practice'] as const;

/**
 * One request by the way it goes, and what the municipality's care record shows of its rejection (R62–R65). A request that
 * FMK has told nothing of yet counts for nothing.
 */
function statistics(context: RequestContext): Statistic[] {
  const { latest, askedAt } = context.request;
  if (!latest || !askedAt) return [];
  const routes = routesOf(latest, danishDate(context.env.at));
  const way = hardest.find((each) => routes.includes(each)) ?? 'unknown';
  const seen = rejectionOf(context.request) ? visibilityOf(context) : 'notRejected';
  return [{ key: 'request', kind: `request.${way}.${seen}`, occurredAt: askedAt }];
}

export const prescriptionRequestV1: WorkflowDefinition = {
  name: 'prescription-request',
  version: 1,
  title: { da: 'Receptanmodning', en: 'Prescription request' },
  machine,
  messages: prescriptionRequestMessages,
  ignored: [],
  guardReasons: {
    isBeforeCutOff: {
      da: 'det er efter den sidste tidsfrist for ændringer, før recepten udløber; vælg en tidligere dag',
      en: 'that is after the last change cut-off before the prescription expires; choose an earlier day',
    },
    isAnythingSaid: {
      da: 'ingen har lukket, udsat eller sendt anmodningen videre',
      en: 'nobody has closed, postponed or forwarded the request',
    },
  },
  deadlines,
  open: {
    kind: 'fact',
    child: ({ requestId }) => ({ aliases: [requestId as string], data: { requestId } }),
  },
  request: factsOf,
  statistics,
};
