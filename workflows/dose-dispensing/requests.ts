import type { JsonObject } from '../definition.ts';
import { isGone } from '../dispensing-period/derive-period.ts';
import { closedStages } from '../prescription-request/derive-request.ts';
import type { CaseOfRequest } from '../prescription-request/messages.ts';
import type { Requests } from './alarms.ts';
import type { DoseContext } from './base.ts';
import { base, planned } from './base.ts';

const toRequest = (request: string, type: string, data: JsonObject = {}) =>
  ({ type: 'tell', params: { to: { child: childOf(request) }, type, data } }) as const;

/** How the family calls the child that is this request of FMK. */
export const childOf = (request: string): string => `prescription-request:${request}`;

/** Statuses of a prescription that nobody has taken back; one under a deferred cancellation lasts for no renewal. */
const lasting: readonly string[] = ['open', 'pending', 'expired'];

/** What a request of this drug must know: until when an answer is in time, and what may have answered it already. */
function caseFor({ closed, rolls, prescriptions }: DoseContext, drugId: string): CaseOfRequest {
  const ordinary = Object.values(rolls).filter(({ stage, isAcute }) => !isAcute && !isGone(stage));
  return {
    isClosed: closed,
    cutOffs: [...new Set(ordinary.map(({ changeCutOffAt }) => changeCutOffAt))].toSorted(),
    prescriptions: Object.entries(prescriptions)
      .filter(([, each]) => each.drugId === drugId && lasting.includes(each.status))
      .map(([prescriptionId, { validTo }]) => ({ prescriptionId, ...(validTo && { validTo }) }))
      .toSorted((a, b) => (a.prescriptionId < b.prescriptionId ? -1 : 1)),
  };
}

/**
 * What a request says of itself. Where it does not know what stands, it is told. Those that are closed are forgotten, but for
 * one that a prescription has answered: if that is taken back, the request is open again (C7).
 */
export const noteRequest = base.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'requestChanged') return;
  const { request, drugId, stage, renewal, citizenDead, municipality, of: told } = event.data;
  const of = caseFor(context, drugId);
  const { [request]: _, ...others } = context.requests;
  const isOver = stage !== 'renewed' && closedStages.some((closed) => closed === stage);
  const requests: Requests = isOver ? others : { ...others, [request]: { drugId, renewal, told: of } };
  enqueue.assign(planned({ ...context, requests: sorted(requests) }));
  if (JSON.stringify(told) !== JSON.stringify(of)) enqueue(toRequest(request, 'caseChanged', of));
  if (citizenDead !== context.deathStands)
    enqueue(toRequest(request, context.deathStands ? 'deathStands' : 'deathDismissed'));
  const here = context.parties.municipality;
  if (municipality !== here) enqueue(toRequest(request, 'municipalityChanged', { municipality: here }));
});

/** The order of a record is the order of its telling: the same whichever request came first. */
function sorted(requests: Requests): Requests {
  return Object.fromEntries(Object.entries(requests).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Told to each request for which rolls, prescriptions or the end of the case change something. */
export const tellRequests = base.enqueueActions(({ context, enqueue }) => {
  const news = Object.entries(context.requests).flatMap(([request, known]) => {
    const of = caseFor(context, known.drugId);
    return JSON.stringify(of) === JSON.stringify(known.told) ? [] : [{ request, known, of }];
  });
  if (news.length === 0) return;
  const now = Object.fromEntries(news.map(({ request, known, of }) => [request, { ...known, told: of }]));
  enqueue.assign({ requests: { ...context.requests, ...now } });
  for (const { request, of } of news) enqueue(toRequest(request, 'caseChanged', of));
});

/** Whether a death stands, told to every request with the stays and rolls. */
export const tellRequestsOfDeath = (stands: boolean) =>
  base.enqueueActions(({ context, enqueue }) => {
    for (const request of Object.keys(context.requests))
      enqueue(toRequest(request, stands ? 'deathStands' : 'deathDismissed'));
  });
