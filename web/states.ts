import type { Chart, Lines, Text } from './api.ts';
import { texts } from './texts.ts';

/** The regions that say in a word where the citizen, a roll, a request or a product is; the others ask for something, and show as tasks. */
const headlines = ['course', 'stay', 'careSetting', 'death', 'roll', 'request', 'supply', 'search'];

/** What is as it should be goes without saying. */
const asUsual = ['supply.fine'];

/** The paths of the innermost active states, from the root of the chart. */
export function activePaths(state: Record<string, string>): string[] {
  return Object.entries(state).flatMap(([region, paths]) => paths.split('+').map((path) => `${region}.${path}`));
}

export function isActive(path: string, active: readonly string[]): boolean {
  return active.some((each) => each === path || each.startsWith(`${path}.`));
}

export interface Standing {
  region: string;
  title: Text;
  /** It stands where it began. */
  initial: boolean;
  /** It says where the citizen is. */
  headline: boolean;
  states: Text[];
}

/** Where each part of a case stands, outermost state first; a title that the next one repeats is left out. */
export function standings({ regions }: Chart, state: Record<string, string>): Standing[] {
  const active = activePaths(state);
  return regions.flatMap((region) => {
    const standing = region.states.filter(({ path }) => isActive(path, active));
    const titles = standing.map(({ title }) => textOf(title));
    const [outermost] = standing;
    if (!outermost) return [];
    const states = titles
      .filter((title, place) => !titles.slice(place + 1).some(({ da }) => da.includes(title.da)))
      .map((title) => shortened(title, textOf(region.title)));
    return [
      {
        region: region.path,
        title: textOf(region.title),
        initial: outermost.initial,
        headline: headlines.includes(region.path),
        states,
      },
    ];
  });
}

/** A part that asks for something has the name of what it asks for: not to be said twice. */
function shortened(title: Text, region: Text): Text {
  if (title.da === region.da) return texts.open;
  return title.da === `${texts.overdue.da}: ${region.da}` ? texts.overdue : title;
}

/** The state of a case in a few words. */
export function headline(chart: Chart, state: Record<string, string>): Text[] {
  return headlineStates(chart, state).map(({ title }) => title);
}

/** Where a case stands in a few words, each with its path. */
export function headlineStates(chart: Chart, state: Record<string, string>): { path: string; title: Text }[] {
  const active = activePaths(state);
  return headlines.flatMap((name, place) => {
    const region = chart.regions.find(({ path }) => path === name);
    const outermost = region?.states.find(({ path }) => isActive(path, active));
    if (!outermost || (outermost.initial && place > 1) || asUsual.includes(outermost.path)) return [];
    return [{ path: outermost.path, title: textOf(outermost.title) }];
  });
}

/** The state that a timer waits in: its key is `xstate.after.<deadline>.<chart>.<path>`. */
export function titleOfTimer({ regions, workflow }: Chart, key: string): Text {
  const path = key.slice(key.indexOf(`.${workflow}.`) + workflow.length + 2);
  const found = regions.flatMap(({ states }) => states).find((state) => state.path === path);
  return found ? textOf(found.title) : { da: key, en: key };
}

export function textOf({ da, en }: Lines): Text {
  return { da: da.join(' '), en: en.join(' ') };
}
