import type { components } from '../api-types.d.ts';
import type { CaseView, Text } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../texts.ts';
import { DrugName } from './drug-name.tsx';
import { Table } from './table.tsx';

type Schemas = components['schemas'];

const ways: Record<Schemas['AddressedUnitView']['route'], Text> = {
  practice: texts.wayPractice,
  autoForward: texts.wayAutoForward,
  pool: texts.wayPool,
  noWay: texts.wayNone,
  unknown: texts.wayUnknown,
};
const sights: Record<Schemas['RejectionView']['seen'], Text> = {
  shown: texts.rejectionShown,
  findable: texts.rejectionFindable,
  invisible: texts.rejectionInvisible,
};

/** Whom a prescription request is addressed to, what becomes of it there, and why it was rejected. */
export function RequestUnits({ request }: { request: NonNullable<CaseView['request']> }) {
  const { say, day, instant } = useSpeech();
  const { drugId, drugName, askedAt, validTo, lastCutOffAt, addressedTo, rejection } = request;
  return (
    <>
      <p>
        {say(texts.drug)} {drugId ? <DrugName id={drugId} name={drugName} /> : say(texts.hiddenDrug)} ·{' '}
        {say(texts.requestedAt)} <time dateTime={askedAt}>{instant(askedAt)}</time>
        {validTo && ` · ${say(texts.prescriptionEnds)} ${day(validTo.slice(0, 10))}`}
        {lastCutOffAt && ` · ${say(texts.lastCutOff)} ${instant(lastCutOffAt)}`}
      </p>
      {rejection && (
        <p>
          <strong>{say(texts.rejectedBecause)}</strong> {rejection.reason ?? say(texts.noReason)} ·{' '}
          {say(sights[rejection.seen])}
        </p>
      )}
      {addressedTo.length > 0 ? (
        <Table caption={say(texts.addressedTo)} heads={[texts.addressedTo, texts.wayThere].map(say)}>
          {addressedTo.map(({ source, id, name, route }) => (
            <tr key={`${source} ${id}`}>
              <th scope="row" data-title={say(texts.addressedTo)}>
                {name ?? `${source} ${id}`}
              </th>
              <td data-title={say(texts.wayThere)}>{say(ways[route])}</td>
            </tr>
          ))}
        </Table>
      ) : (
        <p>{say(texts.addressedToNobody)}</p>
      )}
    </>
  );
}
