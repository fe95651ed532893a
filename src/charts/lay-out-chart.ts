import ElkConstructor from 'elkjs/lib/elk.bundled.js';
import type { ELK, ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk.bundled.js';
import type { WorkflowDefinition } from '../../workflows/definition.ts';
import { lines, sizeOf } from './lines.ts';
import { automatic, readChart } from './read-chart.ts';
import type { ReadRegion, ReadState, ReadTransition } from './read-chart.ts';
import type { BoxView, ChartRegionView, ChartView, LinesView } from './views.ts';

/** The sizes that the page draws with, in pixels; IBM Plex Sans is at most about half as wide as high. */
const state = { wrapAt: 26, character: 8.2, line: 20, padding: 14 };
const label = { wrapAt: 24, character: 7, line: 17 };

const layoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.edgeCoords': 'ROOT',
  'elk.json.shapeCoords': 'ROOT',
  'elk.padding': '[top=12,left=12,bottom=12,right=12]',
  'elk.spacing.nodeNode': '32',
  'elk.spacing.edgeNode': '20',
  'elk.spacing.edgeLabel': '4',
  'elk.layered.spacing.nodeNodeBetweenLayers': '32',
  'elk.layered.spacing.edgeNodeBetweenLayers': '18',
};

const drawn = new WeakMap<WorkflowDefinition, Promise<ChartView>>();
let elk: ELK | undefined;

/** Laid out once for each version and remembered: it takes most of a second, and a version does not change. */
export function layOutChart(definition: WorkflowDefinition): Promise<ChartView> {
  let chart = drawn.get(definition);
  if (!chart) {
    chart = Promise.all(readChart(definition).map(layOutRegion)).then((regions) => ({
      workflow: definition.name,
      version: definition.version,
      regions,
    }));
    drawn.set(definition, chart);
  }
  return chart;
}

async function layOutRegion(region: ReadRegion): Promise<ChartRegionView> {
  const titles = new Map(region.states.map(({ path, title }) => [path, lines(title, state.wrapAt)]));
  const labels = region.transitions.map((transition) => lines(transition.label, label.wrapAt));
  const order = new Map(region.states.map(({ path }, place) => [path, place]));
  // The way back is laid out as the way there, or what comes first would not stand first.
  const isBack = ({ from, to }: ReadTransition): boolean => (order.get(from) ?? 0) > (order.get(to) ?? 0);

  const graph: ElkNode = {
    id: region.path,
    children: nodesWithin(region.path, region.states, titles),
    edges: region.transitions.map((transition, place): ElkExtendedEdge => {
      const { from, to } = transition;
      const [source, target] = isBack(transition) ? [to, from] : [from, to];
      return {
        id: String(place),
        sources: [source],
        targets: [target],
        // Half of the arrows are automatic: said on each of them, it hides what the others say, and widens the picture by half.
        labels:
          transition.label.da === automatic.da
            ? []
            : [{ text: 'label', ...sizeOf(labels[place] as LinesView, label.character, label.line) }],
      };
    }),
  };
  elk ??= new (ElkConstructor as unknown as new () => ELK)();
  const laidOut = await elk.layout(graph, { layoutOptions });

  const boxes = new Map(nodesBelow(laidOut).map((node) => [node.id, boxOf(node)]));
  const edges = new Map((laidOut.edges ?? []).map((edge) => [edge.id, edge]));
  return {
    path: region.path,
    title: lines(region.title, 60),
    width: Math.ceil(laidOut.width ?? 0),
    height: Math.ceil(laidOut.height ?? 0),
    states: region.states.map(({ path, holdsStates, initial, closed, task }) => ({
      path,
      title: titles.get(path) as LinesView,
      holdsStates,
      initial,
      closed,
      ...(task && { task }),
      box: boxes.get(path) as BoxView,
    })),
    transitions: region.transitions.map((transition, place) => {
      const { from, to, causes, guards, unless, delay } = transition;
      const edge = edges.get(String(place));
      const section = edge?.sections?.[0];
      const points = section ? [section.startPoint, ...(section.bendPoints ?? []), section.endPoint] : [];
      return {
        from,
        to,
        causes,
        guards,
        unless,
        ...(delay && { delay }),
        label: labels[place] as LinesView,
        labelBox: boxOf(edge?.labels?.[0] ?? {}),
        points: (isBack(transition) ? points.toReversed() : points).map(({ x, y }) => ({ x: round(x), y: round(y) })),
      };
    }),
  };
}

function nodesWithin(within: string, states: readonly ReadState[], titles: ReadonlyMap<string, LinesView>): ElkNode[] {
  return states
    .filter((each) => each.within === within)
    .map(({ path, holdsStates }) => {
      const text = sizeOf(titles.get(path) as LinesView, state.character, state.line);
      const width = text.width + 2 * state.padding;
      const height = text.height + 2 * state.padding;
      if (!holdsStates) return { id: path, width, height };
      return {
        id: path,
        children: nodesWithin(path, states, titles),
        layoutOptions: {
          'elk.padding': `[top=${height + 8},left=16,bottom=16,right=16]`,
          'elk.nodeSize.constraints': 'MINIMUM_SIZE',
          'elk.nodeSize.minimum': `(${width}, ${height})`,
        },
      };
    });
}

function nodesBelow(node: ElkNode): ElkNode[] {
  return (node.children ?? []).flatMap((child) => [child, ...nodesBelow(child)]);
}

function boxOf({ x = 0, y = 0, width = 0, height = 0 }: Partial<BoxView>): BoxView {
  return { x: round(x), y: round(y), width: round(width), height: round(height) };
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
