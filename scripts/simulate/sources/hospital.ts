import { plusHours } from '../../../workflows/calendar.ts';
import type { Instant, JsonObject } from '../../../workflows/definition.ts';
import type { Change, HospitalEvent } from '../../../workflows/hospital-stay/messages.ts';
import { stayFactTypes } from '../../../workflows/hospital-stay/messages.ts';
import type { FatedStay } from '../fate.ts';
import type { Happening } from '../happening.ts';
import { fact, toStay } from '../happening.ts';
import type { Source } from '../sources.ts';

/** MedCom's HospitalNotification of each stay. */
export const hospital: Source = ({ stays }) => stays.flatMap((stay) => notificationsOf(stay));

function notificationsOf(stay: FatedStay): Happening[] {
  const { from, to, leave, isAcuteOnly, endsInDeath, isRevised, isCancelled, isDischargeTold } = stay;
  const say = (event: HospitalEvent, at: Instant, more: JsonObject = {}, change: Change = 'new'): Happening =>
    notification(stay, event, at, more, change);
  const admitted = isAcuteOnly ? say('STAA', from) : say('STIN', from);
  if (isCancelled) return [admitted, say(isAcuteOnly ? 'STAA' : 'STIN', plusHours(from, 2), {}, 'cancelled')];
  const gone = endsInDeath ? say('MORS', to, { periodEnd: to }) : say('SLHJ', to, { periodEnd: to });
  return [
    admitted,
    ...(isRevised ? [say(isAcuteOnly ? 'STAA' : 'STIN', plusHours(from, 1), {}, 'revised')] : []),
    ...(leave
      ? [say('STOR', leave.from, { leaveStart: leave.from }), say('SLOR', leave.to, { leaveEnd: leave.to })]
      : []),
    ...(isDischargeTold ? [gone] : []),
  ];
}

function notification(
  { episode, from }: FatedStay,
  event: HospitalEvent,
  at: Instant,
  more: JsonObject,
  change: Change,
): Happening {
  const messageId = `${episode}:${event}:${change}`;
  const data = {
    event,
    change,
    messageId,
    episodes: [episode],
    periodStart: from,
    provider: '265161000016000',
    reportOfAdmission: false,
    ...more,
  };
  return fact('hospital', toStay(episode), stayFactTypes[event], data, at, messageId);
}
