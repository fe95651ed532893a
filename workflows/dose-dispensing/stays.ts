import type { MunicipalityChanged } from '../hospital-stay/messages.ts';
import { own } from '../own.ts';
import { base, settled } from './base.ts';
import { openPrescriptions } from './facts.ts';
import { tellRollsOfDeath } from './rolls.ts';

const toStay = (stay: string, type: 'deathStands' | 'deathDismissed') =>
  ({ type: 'tell', params: { to: { child: `hospital-stay:${stay}` }, type, data: {} } }) as const;

const toMunicipality = (child: string, municipality: string) => {
  const data = { municipality } satisfies MunicipalityChanged;
  return { type: 'tell', params: { to: { child }, type: 'municipalityChanged', data } } as const;
};

/** What a stay says of itself. A cancelled stay leaves nothing behind, also no statistics. */
export const noteStay = base.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'stayChanged') return;
  const { municipality, ...told } = event.data;
  const { stay, setting, cancelled } = told;
  const isKnown = own(context.stays, stay) !== undefined;
  const { [stay]: _, ...others } = context.stays;
  const { [stay]: __, ...snapshots } = context.atAdmission;
  const isInpatient = setting === 'inpatient' || setting === 'onLeave';
  const taken = own(context.atAdmission, stay) ?? (isInpatient ? openPrescriptions(context.prescriptions) : undefined);
  enqueue.assign(
    settled({
      ...context,
      stays: cancelled ? others : { ...others, [stay]: told },
      atAdmission: taken && !cancelled ? { ...snapshots, [stay]: taken } : snapshots,
    }),
  );
  // A stay that the case first hears of after a death was reported must rest like the others.
  if (!isKnown && context.deathStands) enqueue(toStay(stay, 'deathStands'));
  const here = context.parties.municipality;
  if (municipality !== undefined && municipality !== here) enqueue(toMunicipality(`hospital-stay:${stay}`, here));
});

/** Whether a death stands: told to every stay and roll, whose tasks rest or come back with those of the case (C8). */
export const tellDeathStands = (stands: boolean) =>
  base.enqueueActions(({ context, enqueue }) => {
    if (context.deathStands === stands) return;
    enqueue.assign({ deathStands: stands });
    for (const stay of Object.keys(context.stays)) enqueue(toStay(stay, stands ? 'deathStands' : 'deathDismissed'));
    enqueue(tellRollsOfDeath(stands));
  });

/** The case with its stays and rolls, and their open tasks, pass to the municipality moved to. */
export const passOn = base.enqueueActions(({ context: { move, parties, stays, rolls }, enqueue }) => {
  if (!move) return;
  enqueue.assign({ parties: { ...parties, municipality: move.organisationId }, move: undefined });
  const children = [
    ...Object.keys(stays).map((stay) => `hospital-stay:${stay}`),
    ...Object.keys(rolls).map((period) => `dispensing-period:${period}`),
  ];
  for (const child of children) enqueue(toMunicipality(child, move.organisationId));
});
