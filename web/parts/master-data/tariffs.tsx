import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Tariff } from '../../api.ts';
import { daysAfter, inDenmark } from '../../danish-time.ts';
import { useSpeech } from '../../language.tsx';
import { tariffs } from '../../master-data-questions.ts';
import { texts } from '../../master-data-texts.ts';
import { clock, myself } from '../../questions.ts';
import { Failed, Loading } from '../message.tsx';
import { Table } from '../table.tsx';
import { EnterTariff } from './enter-tariff.tsx';

/** What is paid for what, from which day. */
export function Tariffs() {
  const { say, day, kroner } = useSpeech();
  const { data, error, refetch } = useQuery(tariffs);
  const { data: me } = useQuery(myself);
  const { data: time } = useQuery(clock);
  const [entering, setEntering] = useState<{ from: Tariff; isCorrection: boolean }>();
  if (error && !data) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  const today = time && inDenmark(time.now).slice(0, 10);
  const mayEnter = me?.role === 'administrator' && today !== undefined;
  const last = data.items.at(-1);
  return (
    <>
      {mayEnter && last && (
        <p>
          <button
            type="button"
            className="button button-secondary"
            onClick={() => setEntering({ from: last, isCorrection: false })}
          >
            {say(texts.newTariff)}
          </button>
        </p>
      )}
      {mayEnter && entering && (
        <EnterTariff
          key={`${entering.from.id} ${entering.isCorrection}`}
          {...entering}
          earliest={daysAfter(today, 1)}
          close={() => setEntering(undefined)}
        />
      )}
      <Table
        caption={say(texts.tariff)}
        heads={[
          texts.from,
          texts.dispatch,
          texts.packing,
          texts.vat,
          texts.delivery,
          texts.gpStart,
          texts.rePrescription,
          texts.source,
        ].map(say)}
      >
        {data.items.toReversed().map((tariff) => (
          <tr key={tariff.id}>
            <th scope="row" data-title={say(texts.from)}>
              {day(tariff.validFrom)}
              <span className="secondary block">{tariff.id}</span>
              {tariff.inForce && <span className="badge badge-info">{say(texts.inForce)}</span>}
              {mayEnter && tariff.validFrom > today && (
                <button
                  type="button"
                  className="row-button"
                  onClick={() => setEntering({ from: tariff, isCorrection: true })}
                >
                  {say(texts.correctTariff)} <span className="sr-only">{tariff.id}</span>
                </button>
              )}
            </th>
            <td data-title={say(texts.dispatch)} className="numeric">
              {kroner(tariff.dispatchOre)}
              <span className="secondary block">
                {say(texts.perDays)} {tariff.feeDays}
              </span>
            </td>
            <td data-title={say(texts.packing)} className="numeric">
              {kroner(tariff.packingOre)}
            </td>
            <td data-title={say(texts.vat)}>{tariff.vatPercent} %</td>
            <td data-title={say(texts.delivery)} className="numeric">
              {kroner(tariff.deliveryOre)}
            </td>
            <td data-title={say(texts.gpStart)} className="numeric">
              {kroner(tariff.gpStartOre)}
            </td>
            <td data-title={say(texts.rePrescription)} className="numeric">
              {kroner(tariff.rePrescriptionOre)}
            </td>
            <td data-title={say(texts.source)}>{tariff.source}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}
