import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { Parameter, ParameterKey, Uptake } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { isSeen, lensNames, shareOf } from '../lenses.ts';
import { FilterLinks } from '../parts/filter-links.tsx';
import { Fold } from '../parts/fold.tsx';
import { Heading } from '../parts/heading.tsx';
import { Help } from '../parts/help.tsx';
import { Failed, Loading, Message } from '../parts/message.tsx';
import { Money } from '../parts/money.tsx';
import { Parameters } from '../parts/parameters.tsx';
import { Picture } from '../parts/picture.tsx';
import type { Cell } from '../parts/picture.tsx';
import { QualityClusters } from '../parts/quality-clusters.tsx';
import { Departments, Flow, Recall, Requests, Supply } from '../parts/programme-tables.tsx';
import { TileMap } from '../parts/tile-map.tsx';
import { UsersChart } from '../parts/users-chart.tsx';
import { lenses, texts } from '../programme-texts.ts';
import { geography, myself, parameters, uptake } from '../questions.ts';
import { texts as common } from '../texts.ts';

/** How far dose packing has come, and what it takes. */
export function UptakeRoute() {
  const { say } = useSpeech();
  const { data: me } = useQuery(myself);
  const { data, error, refetch } = useQuery(uptake);
  const { data: reckoned } = useQuery(parameters);
  const isMunicipal = me?.role === 'municipalNurse' || me?.role === 'municipalPlanner';
  const mayChange =
    me?.role === 'administrator' || (me?.role === 'coordinator' && me.organisation.kind === 'authority');
  return (
    <>
      <Heading>{say(common.uptake)}</Heading>
      <p className="lead">{say(texts.uptakeIntro)}</p>
      <Help>
        <p>{say(texts.uptakeHelp)}</p>
      </Help>
      {error && <Failed error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <Development data={data} />
          <Municipalities data={data} reckoned={reckoned?.items ?? []} />
        </>
      )}
      <Fold title={say(texts.clusters)}>{() => <QualityClusters />}</Fold>
      <Fold title={say(texts.flow)}>{() => <Flow />}</Fold>
      {isMunicipal && <Fold title={say(texts.recall)}>{() => <Recall />}</Fold>}
      <Fold title={say(texts.admissions)}>{() => <Departments />}</Fold>
      <Fold title={say(texts.requests)}>{() => <Requests />}</Fold>
      <Fold title={say(texts.supply)}>{() => <Supply />}</Fold>
      {data && reckoned && (
        <Fold title={say(texts.money)}>
          {() => (
            <Money
              data={data}
              reckoned={reckoned.items}
              seesFees={me?.role === 'coordinator' || me?.role === 'administrator'}
            />
          )}
        </Fold>
      )}
      {reckoned && (
        <Fold title={say(texts.parameters)}>
          {() => <Parameters reckoned={reckoned.items} mayChange={mayChange} />}
        </Fold>
      )}
    </>
  );
}

function Development({ data: { own, figures, target, pace } }: { data: Uptake }) {
  const { say, number, month } = useSpeech();
  const country = figures.filter(({ area }) => area === 'DK').toSorted((a, b) => a.month.localeCompare(b.month));
  return (
    <section className="part">
      <h2 className="h4">{say(texts.development)}</h2>
      {pace && (
        <Message kind={pace.short !== null && pace.short > 0 ? 'warning' : 'info'} heading={say(texts.pace)}>
          <p>
            {month(pace.from)} – {month(pace.to)}: {number(Math.round(pace.perMonth))} {say(texts.perMonth)}.
            {target && pace.projected !== null && pace.short !== null && pace.neededPerMonth !== null && (
              <>
                {' '}
                {say(texts.atThisPace)}: {number(pace.projected)} ({month(target.month)}),{' '}
                {number(Math.abs(pace.short))} {say(pace.short > 0 ? texts.short : texts.over)} ({number(target.users)}
                ). {say(texts.needed)} {number(Math.round(pace.neededPerMonth))} {say(texts.perMonth)}.
              </>
            )}
          </p>
          <p className="secondary">{target ? target.source : say(texts.noTarget)}</p>
        </Message>
      )}
      <Picture
        title={say(texts.development)}
        file="brugere"
        heads={[texts.month, texts.all, texts.aged65, texts.aged75, texts.social, texts.source, texts.vintage].map(say)}
        rows={[
          ...country.map((row): Cell[] => [
            { month: row.month },
            ...[row.usersAll, row.users65, row.users75, null, row.source],
            { day: row.vintage },
          ]),
          ...own.map((row): Cell[] => [
            { month: row.month },
            row.usersAll,
            row.users65,
            row.users75,
            row.usersSocial,
            say(texts.own),
            null,
          ]),
        ]}
      >
        <UsersChart own={own} published={country} target={target} />
      </Picture>
    </section>
  );
}

const valueOf = (reckoned: readonly Parameter[], key: ParameterKey, otherwise: number): number =>
  reckoned.find((parameter) => parameter.key === key)?.value ?? otherwise;

function Municipalities({ data, reckoned }: { data: Uptake; reckoned: readonly Parameter[] }) {
  const { say } = useSpeech();
  const asked = useSearch({ from: '/udbredelse' });
  const { linse = 'alle', omraade } = asked;
  const { data: places, error: noPlaces, refetch: placesAgain } = useQuery(geography);
  const limits = { low: valueOf(reckoned, 'lowUptakePercent', 6), high: valueOf(reckoned, 'highUptakePercent', 10) };
  const isHere = (each: Uptake['municipalities'][number]): boolean =>
    isSeen(each, linse, limits) && (!omraade || each.regionCode === omraade || each.healthCouncil === omraade);
  const rank = (each: Uptake['municipalities'][number]) => (linse === 'social' ? each.usersSocial : shareOf(each));
  const here = data.municipalities
    .filter(isHere)
    .toSorted((a, b) => (rank(b) ?? -1) - (rank(a) ?? -1) || a.name.localeCompare(b.name, 'da'));
  const areas = [
    ...(places?.regions.map(({ code, name }) => [code, name] as const) ?? []),
    ...(places?.healthCouncils.map(({ name }) => [name, `${say(texts.council)} ${name}`] as const) ?? []),
  ];
  return (
    <section className="part">
      <h2 className="h4">{say(texts.municipalities)}</h2>
      <section className="filters" aria-label={say(common.filters)}>
        <FilterLinks title={say(texts.lens)}>
          {lensNames.map((name) => (
            <Link
              key={name}
              to="/udbredelse"
              search={{ ...asked, linse: name === 'alle' ? undefined : name }}
              className="choice"
              activeOptions={{ exact: true }}
              aria-current={linse === name ? 'true' : undefined}
              resetScroll={false}
            >
              {say(lenses[name])}
            </Link>
          ))}
        </FilterLinks>
        <FilterLinks title={say(texts.region)}>
          {[[undefined, say(texts.all)] as const, ...areas].map(([area, name]) => (
            <Link
              key={name}
              to="/udbredelse"
              search={{ ...asked, omraade: area }}
              className="choice"
              activeOptions={{ exact: true }}
              aria-current={omraade === area ? 'true' : undefined}
              resetScroll={false}
            >
              {name}
            </Link>
          ))}
        </FilterLinks>
      </section>
      {noPlaces && (
        <Message kind="warning" heading={say(texts.noPlaces)}>
          <button type="button" className="button button-secondary" onClick={() => void placesAgain()}>
            {say(common.again)}
          </button>
        </Message>
      )}
      {linse === 'social' && <p>{say(texts.socialIntro)}</p>}
      {here.length === 0 && <p>{say(texts.nobodyHere)}</p>}
      <Picture
        title={say(texts.municipalities)}
        file="kommuner"
        heads={[
          texts.municipality,
          texts.share75,
          texts.figure75,
          texts.source,
          texts.vintage,
          texts.all,
          texts.aged65,
          texts.aged75,
          texts.social,
          texts.risen,
        ].map(say)}
        rows={here.map((each) => [
          each.name,
          each.share75,
          each.figure?.share75 ?? null,
          each.figure?.source ?? null,
          each.figure && { day: each.figure.vintage },
          each.usersAll,
          each.users65,
          each.users75,
          each.usersSocial,
          each.risen75,
        ])}
      >
        {linse === 'social' ? (
          <TileMap
            municipalities={data.municipalities}
            isSeen={isHere}
            label={say(texts.social)}
            valueOf={({ usersSocial }) => usersSocial}
            steps={[1, 5, 10, 20, 40]}
          />
        ) : (
          <TileMap
            municipalities={data.municipalities}
            isSeen={isHere}
            label={say(texts.share75)}
            valueOf={shareOf}
            steps={[2, 4, 6, 8, 10]}
            unit=" %"
          />
        )}
      </Picture>
    </section>
  );
}
