import { plusDays, plusHours } from '../../../workflows/calendar.ts';
import type { Instant, JsonObject } from '../../../workflows/definition.ts';
import { requestTold } from '../../verify-workflows/request-facts.ts';
import type { FatedRequest } from '../fate.ts';
import type { Happening } from '../happening.ts';
import { fact, toRequest } from '../happening.ts';
import type { Source } from '../sources.ts';
import { prescription } from './prescriptions.ts';

/** Requests to renew, FMK's own or a person's: addressed to a practice or a department, East or West, answered, rejected or lost. */
export const requests: Source = ({ requests }) => requests.flatMap((request) => told(request));

function told(request: FatedRequest): Happening[] {
  const { requestId, createdBy, drug, at, addressee, careRecord, answer } = request;
  const { drugId, prescriptionId, validTo } = drug;
  const renewal = { ...drug, prescriptionId: `${requestId}-renewed`, validTo: plusDays(at, 700) };
  const says = (status: string, when: Instant, more: JsonObject = {}, by?: 'west' | 'gp'): Happening => {
    const { data } = requestTold(
      status,
      when,
      { to: [addressee], careRecord, isMunicipalitys: createdBy === 'Sygeplejerske', ...(by && { by }) },
      { requestId, createdBy, drugId, prescriptionId, validTo, createdAt: at, ...more },
    );
    const object = `request:${requestId}`;
    return { ...fact('FMK', toRequest(requestId), 'requestObserved', data, when, `${object}:${status}`), object };
  };
  const asked = says('unhandled', at);
  // The West sends what it does not answer on to the own GP, and shows it as cancelled (R62).
  const sentOn = addressee === 'west' ? [says('cancelled', plusHours(at, 30), {}, 'west')] : [];
  switch (answer?.kind) {
    case 'prescribed': {
      const issued = says('prescribed', answer.at, { issuedPrescriptionId: renewal.prescriptionId });
      return [asked, ...sentOn, issued, prescription(renewal, 'open', plusHours(answer.at, 1))];
    }
    case 'rejected':
      return [
        asked,
        says('cancelled', answer.at, { cancellationReason: answer.reason }, addressee === 'west' ? 'west' : 'gp'),
      ];
    case undefined:
      return [asked, ...sentOn];
  }
}
