import { useQuery } from '@tanstack/react-query';
import type { Parameter, ParameterKey, Uptake } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../programme-texts.ts';
import { clock, fees } from '../questions.ts';
import { Failed, Loading } from './message.tsx';
import { Picture } from './picture.tsx';

/** Hours freed by the programme's own reckoning, and kroner by payer for who may see them. */
export function Money({
  data,
  reckoned,
  seesFees,
}: {
  data: Uptake;
  reckoned: readonly Parameter[];
  seesFees: boolean;
}) {
  const { say, number } = useSpeech();
  const of = (key: ParameterKey): number | undefined =>
    reckoned.find((parameter) => parameter.key === key)?.value ?? undefined;
  const users = data.figures.findLast(({ area, usersAll }) => area === 'DK' && usersAll !== null)?.usersAll;
  const [low, high, full, hours] = [
    of('fullTimeLow'),
    of('fullTimeHigh'),
    of('usersAtFullPhaseIn'),
    of('hoursPerFullTime'),
  ];
  return (
    <>
      {users && low !== undefined && high !== undefined && full && hours !== undefined && (
        <p>
          {say(texts.hoursFreed)} ({number(users)}): {number(Math.round((users / full) * low * hours))} –{' '}
          {number(Math.round((users / full) * high * hours))} ({number(Math.round((users / full) * low))} –{' '}
          {number(Math.round((users / full) * high))} {say(texts.fullTime)}).
        </p>
      )}
      {seesFees ? <ByPayer /> : <p className="secondary">{say(texts.feesElsewhere)}</p>}
    </>
  );
}

function ByPayer() {
  const { data: time } = useQuery(clock);
  return time ? <Fees today={time.now.slice(0, 10)} /> : <Loading />;
}

/** Twelve whole months, the running one included. */
function Fees({ today }: { today: string }) {
  const { say } = useSpeech();
  const from = `${Number(today.slice(0, 4)) - 1}${today.slice(4, 7)}-01`;
  const end = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)), 0)).toISOString().slice(0, 10);
  const { data, error, refetch } = useQuery(fees(from, end));
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  const kroner = (of: 'regionOre' | 'citizenOre' | 'municipalityOre' | 'unknownOre'): number =>
    Math.round(data.items.reduce((sum, row) => sum + (row[of] ?? 0), 0) / 100);
  return (
    <Picture
      title={say(texts.kroner)}
      file="kroner"
      heads={[texts.payer, texts.kroner].map(say)}
      rows={[
        [say(texts.payerRegion), kroner('regionOre')],
        [say(texts.payerCitizen), kroner('citizenOre')],
        [say(texts.payerMunicipality), kroner('municipalityOre')],
        [say(texts.payerUnknown), kroner('unknownOre')],
      ]}
    />
  );
}
