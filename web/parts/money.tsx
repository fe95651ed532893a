import { useQuery } from '@tanstack/react-query';
import type { Parameter, ParameterKey, Text, Uptake } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../programme-texts.ts';
import { clock, fees } from '../questions.ts';
import { Failed, Loading } from './message.tsx';
import { Picture } from './picture.tsx';
import type { Cell } from './picture.tsx';

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
      <Reckoned users={users ?? null} target={data.target?.users ?? null} reckoned={reckoned} />
      {seesFees ? <ByPayer /> : <p className="secondary">{say(texts.feesElsewhere)}</p>}
    </>
  );
}

/** By the programme's own rates, which hold for everyone alike: it tells of no citizen. */
function Reckoned({
  users,
  target,
  reckoned,
}: {
  users: number | null;
  target: number | null;
  reckoned: readonly Parameter[];
}) {
  const { say, number } = useSpeech();
  const row = (payer: Text, key: ParameterKey): Cell[] => {
    const { value = null, source } = reckoned.find((parameter) => parameter.key === key) ?? {};
    const times = (count: number | null): number | null =>
      count === null || value === null ? null : Math.round(count * value);
    return [say(payer), value ?? say(texts.notSettled), times(users), times(target), source ?? null];
  };
  const by = (text: Text, count: number | null): string =>
    count === null ? say(text) : `${say(text)} (${number(count)} ${say(texts.users)})`;
  return (
    <>
      <h3 className="h5">{say(texts.reckonedKroner)}</h3>
      <p>{say(texts.reckonedIntro)}</p>
      <Picture
        title={say(texts.reckonedKroner)}
        file="kroner-om-aaret"
        heads={[
          say(texts.payer),
          say(texts.perCitizen),
          by(texts.atLatest, users),
          by(texts.atTarget, target),
          say(texts.source),
        ]}
        rows={[
          row(texts.payerMunicipality, 'municipalityKronerPerCitizenYear'),
          row(texts.payerRegion, 'regionKronerPerCitizenYear'),
        ]}
      />
    </>
  );
}

function ByPayer() {
  const { say } = useSpeech();
  const { data: time } = useQuery(clock);
  return (
    <>
      <h3 className="h5">{say(texts.countedKroner)}</h3>
      {time ? <Fees today={time.now.slice(0, 10)} /> : <Loading />}
    </>
  );
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
      title={say(texts.countedKroner)}
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
