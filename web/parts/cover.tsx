import type { components } from '../api-types.d.ts';
import type { Text } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../texts.ts';

type Risk = components['schemas']['RiskView'];

const causes: Record<Risk['cause'], Text> = { prescription: texts.riskPrescription, backOrder: texts.riskBackOrder };

export const renewals: Record<NonNullable<Risk['renewal']>, Text> = {
  awaitingAnswer: texts.renewalAwaitingAnswer,
  forwarded: texts.renewalForwarded,
  inPool: texts.renewalInPool,
  unknown: texts.renewalUnknown,
  postponed: texts.renewalPostponed,
  rejected: texts.renewalRejected,
};

/**
 * Until when the citizen has medicine, the first day without, and, where they are told, when the pharmacy can last be reached,
 * and the first day on which a roll may lack a drug.
 */
export function Cover({
  of: { coveredUntil, firstGap, firstRisk, lastWorkingDay, hasPrivateDrugs },
}: {
  of: {
    coveredUntil: string | null;
    firstGap: string | null;
    firstRisk?: Risk | null;
    lastWorkingDay?: string | null;
    hasPrivateDrugs?: boolean;
  };
}) {
  const { say, day } = useSpeech();
  return (
    <>
      {coveredUntil && (
        <span className="block">
          {say(texts.coveredUntil)} <strong>{day(coveredUntil)}</strong>
        </span>
      )}
      {hasPrivateDrugs && (
        <span className="block">
          <strong>{say(texts.privateDrugs)}</strong>
        </span>
      )}
      {firstGap && <span className="block">{`${say(texts.firstGap)}: ${day(firstGap)}`}</span>}
      {!firstGap && !hasPrivateDrugs && <span className="block">{say(texts.noGap)}</span>}
      {firstGap && lastWorkingDay !== undefined && (
        <span className="block">
          {lastWorkingDay ? `${say(texts.lastWorkingDay)}: ${day(lastWorkingDay)}` : say(texts.noWorkingDay)}
        </span>
      )}
      {firstRisk && (
        <span className="block">
          {`${say(texts.firstRisk)}: ${day(firstRisk.day)} (${[causes[firstRisk.cause], firstRisk.renewal && renewals[firstRisk.renewal]].flatMap((text) => (text ? say(text) : [])).join('; ')})`}
        </span>
      )}
    </>
  );
}
