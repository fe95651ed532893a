import { useState } from 'react';
import type { ChartRegion, Lines } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { helpOf } from '../state-help.ts';
import { isActive, textOf } from '../states.ts';
import { texts } from '../texts.ts';
import { StateHelp } from './state-help.tsx';

/** In pixels: narrower than this there is nothing to fit on a desk's screen. */
const fitsAnyway = 600;

/** One region as the server laid it out, fitted to the page's width, or at full size in a box that scrolls. What it shows is said as text, too: the picture is an image to a screen reader. */
export function DrawnChart({
  workflow,
  region,
  active,
  numbers,
  choose,
}: {
  /** Whose chart it is: then each state says what it means. */
  workflow?: string;
  region: ChartRegion;
  active: readonly string[];
  /** How many wait in a state, by its path: then it is a map of many cases, not the picture of one. */
  numbers?: ReadonlyMap<string, { waiting: number | null; overdue: number | null }>;
  /** Of a map: what a click on a state where something is overdue does. The list beside it does the same by keyboard. */
  choose?: (path: string) => void;
}) {
  const { say, language } = useSpeech();
  const [isFullSize, setIsFullSize] = useState(false);
  const title = say(textOf(region.title));
  const standing = region.states.filter(({ path }) => isActive(path, active)).map((state) => say(textOf(state.title)));
  const innermost = region.states.findLast(({ path }) => isActive(path, active))?.path ?? region.path;
  const marker = `arrow-${region.path.replaceAll('.', '-')}`;
  return (
    <figure className="chart">
      <figcaption>
        <strong className="starts-large">{title}</strong>
        {!numbers && `. ${say(texts.activeStates)}: ${standing.join(' › ')}`}
        {!numbers && workflow && <StateHelp workflow={workflow} of={innermost} />}
      </figcaption>
      {region.width > fitsAnyway && (
        <p className="no-print">
          <button
            type="button"
            className="row-button"
            aria-pressed={isFullSize}
            onClick={() => setIsFullSize(!isFullSize)}
          >
            {say(texts.fullSize)} <span className="sr-only">{title}</span>
          </button>
        </p>
      )}
      <section
        className={`scrolls chart-frame ${isFullSize ? '' : 'fitted'}`}
        tabIndex={0}
        aria-label={`${say(texts.chart)}: ${title}`}
      >
        <svg
          role="img"
          aria-label={numbers ? title : `${title}. ${say(texts.activeStates)}: ${standing.join(', ')}`}
          width={region.width}
          height={region.height}
          viewBox={`0 0 ${region.width} ${region.height}`}
        >
          <defs>
            <marker id={marker} viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">
              <path d="M0 0 10 5 0 10z" className="arrowhead" />
            </marker>
          </defs>
          {region.states.map(({ path, title: name, box, holdsStates, initial, task }) => {
            const isNow = isActive(path, active);
            const kind = holdsStates ? 'outer' : task ? 'waiting' : 'plain';
            const number = numbers?.get(path);
            const onClick = choose && number && number.overdue !== 0 ? () => choose(path) : undefined;
            return (
              <g
                key={path}
                className={`state ${kind} ${isNow ? 'now' : ''} ${heatOf(number)} ${onClick ? 'chosen-by-click' : ''}`}
                {...(onClick && { onClick })}
              >
                {workflow && <title>{helpOf(workflow, path)}</title>}
                <rect x={box.x} y={box.y} width={box.width} height={box.height} rx="6" />
                {initial && <circle cx={box.x} cy={box.y} r="5" className="initial" />}
                <Words lines={name[language]} x={box.x + box.width / 2} y={box.y + 28} height={20} />
                {numbers && !holdsStates && (
                  <text x={box.x + box.width - 6} y={box.y - 4} className="mark">
                    {number ? (number.waiting ?? '< 5') : 0}
                  </text>
                )}
                {isNow && (
                  <text x={box.x + box.width - 6} y={box.y - 4} className="mark">
                    {say(texts.now)}
                  </text>
                )}
              </g>
            );
          })}
          {region.transitions.map(({ from, to, points, label, labelBox, unless }) => (
            <g key={`${from} ${to}`} className="transition">
              <title>
                {[say(textOf(label)), ...unless.map((reason) => `${say(texts.notWhen)}: ${say(reason)}`)].join('; ')}
              </title>
              <polyline points={points.map(({ x, y }) => `${x},${y}`).join(' ')} markerEnd={`url(#${marker})`} />
              {labelBox.width > 0 && (
                <Words lines={label[language]} x={labelBox.x + labelBox.width / 2} y={labelBox.y + 13} height={17} />
              )}
            </g>
          ))}
        </svg>
      </section>
    </figure>
  );
}

/** A colour for what the number says already. */
function heatOf(number: { waiting: number | null; overdue: number | null } | undefined): string {
  if (!number) return '';
  return number.overdue === 0 ? 'warm' : 'hot';
}

function Words({ lines, x, y, height }: { lines: Lines['da']; x: number; y: number; height: number }) {
  return (
    <text x={x} y={y} className="words">
      {lines.map((line, place) => (
        <tspan key={`${place} ${line}`} x={x} dy={place === 0 ? 0 : height}>
          {line}
        </tspan>
      ))}
    </text>
  );
}
