import type { CoverTold, MunicipalityChanged } from '../hospital-stay/messages.ts';
import { own } from '../own.ts';
import { base, settled } from './base.ts';
import { coverAfter, staysToTell } from './covers.ts';
import { openPrescriptions } from './facts.ts';
import { childOf, tellRequestsOfDeath } from './requests.ts';
import { tellRollsOfDeath } from './rolls.ts';

const toStay = (stay: string, type: 'deathStands' | 'deathDismissed') =>
  ({ type: 'tell', params: { to: { child: `hospital-stay:${stay}` }, type, data: {} } }) as const;

const toStayCover = (stay: string, data: CoverTold) =>
  ({ type: 'tell', params: { to: { child: `hospital-stay:${stay}` }, type: 'coverTold', data } }) as const;

const toMunicipality = (child: string, municipality: string) => {
  const data = { municipality } satisfies MunicipalityChanged;
  return { type: 'tell', params: { to: { child }, type: 'municipalityChanged', data } } as const;
};

/** What a stay says of itself. A cancelled stay leaves nothing behind, also no statistics. */
export const noteStay = base.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'stayChanged') return;
  const { municipality, cover: known, ...told } = event.data;
  const { stay, setting, cancelled } = told;
  const isKnown = own(context.stays, stay) !== undefined;
  const { [stay]: _, ...others } = context.stays;
  const { [stay]: __, ...snapshots } = context.atAdmission;
  const isInpatient = setting === 'inpatient' || setting === 'onLeave';
  const staysNow = cancelled ? others : { ...others, [stay]: told };
  const cover = coverAfter(told, { ...context, stays: staysNow });
  const taken = own(context.atAdmission, stay) ?? (isInpatient ? openPrescriptions(context.prescriptions) : undefined);
  enqueue.assign(
    settled({
      ...context,
      stays: cover ? { ...others, [stay]: { ...told, cover } } : staysNow,
      atAdmission: taken && !cancelled ? { ...snapshots, [stay]: taken } : snapshots,
    }),
  );
  // A stay that the case first hears of after a death was reported must rest like the others.
  if (!isKnown && context.deathStands) enqueue(toStay(stay, 'deathStands'));
  if (cover && JSON.stringify(cover) !== JSON.stringify(known)) enqueue(toStayCover(stay, cover));
  const here = context.parties.municipality;
  if (municipality !== undefined && municipality !== here) enqueue(toMunicipality(`hospital-stay:${stay}`, here));
});

/** Each stay that does not know of the first day without medicine is told. */
export const tellCovers = base.enqueueActions(({ context, enqueue }) => {
  const told = staysToTell(context);
  enqueue.assign({ stays: { ...context.stays, ...Object.fromEntries(told.map((stay) => [stay.stay, stay])) } });
  for (const { stay, cover } of told) enqueue(toStayCover(stay, cover));
});

/** Whether a death stands: told to every stay and roll, whose tasks rest or come back with those of the case (C8). */
export const tellDeathStands = (stands: boolean) =>
  base.enqueueActions(({ context, enqueue }) => {
    if (context.deathStands === stands) return;
    enqueue.assign({ deathStands: stands });
    for (const stay of Object.keys(context.stays)) enqueue(toStay(stay, stands ? 'deathStands' : 'deathDismissed'));
    enqueue(tellRollsOfDeath(stands));
    enqueue(tellRequestsOfDeath(stands));
  });

/** The case with its stays and rolls, and their open tasks, pass to the municipality moved to. */
export const passOn = base.enqueueActions(({ context: { move, parties, stays, rolls, requests }, enqueue }) => {
  if (!move) return;
  enqueue.assign({ parties: { ...parties, municipality: move.organisationId }, move: undefined });
  const children = [
    ...Object.keys(stays).map((stay) => `hospital-stay:${stay}`),
    ...Object.keys(rolls).map((period) => `dispensing-period:${period}`),
    ...Object.keys(requests).map(childOf),
  ];
  for (const child of children) enqueue(toMunicipality(child, move.organisationId));
});
