import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { StuckSummary, Text } from '../../api.ts';
import { useSpeech } from '../../language.tsx';
import { chart } from '../../questions.ts';
import type { StuckAsked } from '../../stuck-questions.ts';
import { texts } from '../../stuck-texts.ts';
import { texts as common, workflowNames } from '../../texts.ts';
import { DrawnChart } from '../drawn-chart.tsx';
import { Loading } from '../message.tsx';

type Workflow = keyof typeof workflowNames;
interface Shown {
  workflow: Workflow;
  version: number;
}

/** Each version of a chart with how many wait in each state; a choice shows those that are overdue there. */
export function HeatMap({ asked, summary: { states, numbersOnly } }: { asked: StuckAsked; summary: StuckSummary }) {
  const { say } = useSpeech();
  const shown = [...new Set(states.map(({ workflow, version }) => `${workflow} ${version}`))]
    .map((name): Shown => {
      const [workflow = '', version = ''] = name.split(' ');
      return { workflow: workflow as Workflow, version: Number(version) };
    })
    .filter(({ workflow }) => workflow in workflowNames)
    .toSorted((a, b) => order.indexOf(a.workflow) - order.indexOf(b.workflow) || b.version - a.version);
  const [chosen, setChosen] = useState<string>();
  const now = shown.find((each) => nameOf(each) === chosen) ?? shown[0];
  if (!now) return <p>{say(common.nothingWaits)}</p>;
  const isManyVersions = ({ workflow }: Shown): boolean =>
    shown.filter((each) => each.workflow === workflow).length > 1;
  return (
    <>
      <p className="secondary">{say(numbersOnly ? common.heatMapIntro : texts.heatHelp)}</p>
      <div className="row-buttons">
        {shown.map((each) => (
          <button
            key={nameOf(each)}
            type="button"
            className="row-button"
            aria-pressed={each === now}
            onClick={() => setChosen(nameOf(each))}
          >
            {say(workflowNames[each.workflow])}
            {isManyVersions(each) && `, ${say(texts.versions)} ${each.version}`}
          </button>
        ))}
      </div>
      <CountedChart
        {...now}
        counts={states.filter(({ workflow, version }) => workflow === now.workflow && version === now.version)}
        asked={asked}
        mayChoose={!numbersOnly}
      />
    </>
  );
}

const order = Object.keys(workflowNames) as Workflow[];
const nameOf = ({ workflow, version }: Shown): string => `${workflow} ${version}`;

function CountedChart({
  workflow,
  version,
  counts,
  asked,
  mayChoose,
}: Shown & { counts: StuckSummary['states']; asked: StuckAsked; mayChoose: boolean }) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const { data } = useQuery(chart(workflow, version));
  if (!data) return <Loading />;
  const numbers = new Map(counts.map(({ state, waiting, overdue }) => [state, { waiting, overdue }]));
  const searchOf = (state: string): StuckAsked => ({
    ...asked,
    efter: undefined,
    tilstand: `${workflow}.${state}`,
  });
  const choose = (state: string): void =>
    void navigate({ to: '/forloeb-i-staa', search: searchOf(state), resetScroll: true });
  return data.regions
    .filter((region) => counts.some(({ state }) => state.startsWith(`${region.path}.`)))
    .map((region) => (
      <div key={region.path}>
        <DrawnChart region={region} active={[]} numbers={numbers} {...(mayChoose && { choose })} />
        <ul>
          {counts
            .filter(({ state }) => state.startsWith(`${region.path}.`))
            .map(({ state, waiting, overdue }) => (
              <li key={state}>
                {titleOf(region.states, state, say)}: {waiting ?? say(common.fewerThanFive)} {say(common.waitingHere)}
                {overdue !== 0 && mayChoose && (
                  <>
                    {', '}
                    <Link to="/forloeb-i-staa" search={searchOf(state)}>
                      {overdue ?? say(common.fewerThanFive)} {say(common.overdueHere)}
                    </Link>
                  </>
                )}
              </li>
            ))}
        </ul>
      </div>
    ));
}

function titleOf(
  states: readonly { path: string; title: { da: string[]; en: string[] } }[],
  path: string,
  say: (text: Text) => string,
): string {
  const title = states.find((state) => state.path === path)?.title;
  return title ? say({ da: title.da.join(' '), en: title.en.join(' ') }) : path;
}
