/** C7: what a prescription request is closed by, and that nobody waits for it in silence: see ARCHITECTURE.md. */
import type { Member } from '../../src/engine/decide-family.ts';
import { danishDate } from '../../workflows/calendar.ts';
import type { DoseContext } from '../../workflows/dose-dispensing/base.ts';
import type { RequestContext } from '../../workflows/prescription-request/base.ts';
import { expiryOf, openStages, overRejection } from '../../workflows/prescription-request/derive-request.ts';
import type { Check, World } from './walk.ts';

/** C7: closed by what FMK shows, what the case has seen or what a person says; watched until then, in East and West alike. */
export const requestsComeToAnEnd: Check = {
  name: 'C7',
  state: (world) => {
    for (const member of requestsIn(world)) {
      const wrong = isClosed(member)
        ? closedByNothing(member, world)
        : (leftAlone(member, world) ?? unknownToCase(member, world));
      if (wrong) return wrong;
    }
    return undefined;
  },
  edge: ({ before, after, steps }) => {
    for (const member of requestsIn(after)) {
      const was = requestsIn(before).find(({ id }) => id === member.id);
      if (!isClosed(member) || (was && isClosed(was))) continue;
      const cause = steps.find((step) => step.member.id === member.id && !step.opened)?.message;
      if (cause?.kind === 'timer') return `Expected no timer to close a request, but ${cause.type} did`;
    }
    return undefined;
  },
};

function requestsIn({ family }: World): Member[] {
  return family.filter(({ definition }) => definition.name === 'prescription-request');
}

const contextOf = ({ state }: Member): RequestContext => state.snapshot.context as RequestContext;
const isClosed = ({ state }: Member): boolean => state.snapshot.hasTag('closed');

function closedByNothing(member: Member, world: World): string | undefined {
  const { request, said, of } = contextOf(member);
  const { latest } = request;
  const expiry = expiryOf({ request, of }) ?? request.askedAt;
  const isRenewed = (prescriptionsOfCase(world, latest?.drugId) ?? of.prescriptions).some(
    ({ prescriptionId, validTo = '9999-12-31T00:00:00Z' }) =>
      prescriptionId !== latest?.prescriptionId && expiry !== undefined && danishDate(validTo) > danishDate(expiry),
  );
  const hasReason = latest?.status === 'cancelled' && latest.cancellationReason !== undefined;
  const isTakenBack = hasReason && latest.cancellationReason === 'Receptanmodning fortrudt';
  const isSeen = said.noted !== undefined && said.noted === overRejection(request);
  if (latest?.status === 'prescribed' || isRenewed || isTakenBack || isSeen || said.closing) return undefined;
  return `Expected a prescription, a cancellation with a reason or a person to have closed the request, but it is ${JSON.stringify(member.state.snapshot.value)}`;
}

/** What the case itself has seen; of a request walked alone, what it was told. */
function prescriptionsOfCase({ family: [root] }: World, drugId: string | undefined) {
  if (root?.definition.name !== 'dose-dispensing') return undefined;
  const { prescriptions } = root.state.snapshot.context as DoseContext;
  return Object.entries(prescriptions).flatMap(([prescriptionId, { status, validTo, ...each }]) =>
    each.drugId === drugId && ['open', 'pending', 'expired'].includes(status) ? [{ prescriptionId, validTo }] : [],
  );
}

/** The citizen's coverage says how far the renewal of a drug is: the case knows as much as the request. */
function unknownToCase(member: Member, { family: [root] }: World): string | undefined {
  if (root?.definition.name !== 'dose-dispensing') return undefined;
  const { requestId, stage, request } = contextOf(member);
  const is = request.latest?.doseDispensed === false ? undefined : openStages.find((open) => open === stage);
  const known = (root.state.snapshot.context as DoseContext).requests[requestId]?.renewal ?? undefined;
  return known === is
    ? undefined
    : `Expected the case to know that the request is ${is ?? 'asking for nothing'}, but it knows of ${known ?? 'none'}`;
}

/** Until it is closed something waits for it or someone is asked; and a rejection that the care record hides is asked about. */
function leftAlone(member: Member, { family: [root] }: World): string | undefined {
  const { request, said, of, citizenDead, stage } = contextOf(member);
  const { deathStands } = (root?.state.snapshot.context ?? {}) as { deathStands?: boolean };
  if (citizenDead || deathStands || of.isClosed || !request.latest) return undefined;
  const { tasks, timers } = member.state;
  if (tasks.length === 0 && timers.length === 0)
    return `Expected someone or some timer to watch the request, but it is ${JSON.stringify(member.state.snapshot.value)}`;
  const rejection = overRejection(request);
  const { createdBy, directory } = request.latest;
  const isOwn = directory?.isMunicipalitys === true && createdBy !== 'System';
  const isShown = directory?.careRecord === 'kmdNexus' && isOwn;
  if (!rejection || isShown || stage === 'postponed' || said.noted === rejection) return undefined;
  return tasks.some(({ key }) => key.startsWith('prescription-request.rejection.'))
    ? undefined
    : `Expected someone to be asked about a rejection that the care record does not show, but no task does`;
}
