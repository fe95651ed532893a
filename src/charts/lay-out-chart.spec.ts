import { allDefinitions } from '../../workflows/registry.ts';
import { layOutChart } from './lay-out-chart.ts';
import { readChart } from './read-chart.ts';
import type { BoxView, ChartView } from './views.ts';

const inside = (inner: BoxView, outer: { width: number; height: number } & Partial<BoxView>): boolean =>
  inner.x >= (outer.x ?? 0) &&
  inner.y >= (outer.y ?? 0) &&
  inner.x + inner.width <= (outer.x ?? 0) + outer.width &&
  inner.y + inner.height <= (outer.y ?? 0) + outer.height;

describe.each(allDefinitions)('the picture of $name v$version', (definition) => {
  let chart: ChartView;
  beforeAll(async () => {
    chart = await layOutChart(definition);
  });

  it('has a place for every state, inside what holds it', () => {
    for (const { states, ...region } of chart.regions) {
      for (const state of states) {
        const outer = states.find(({ path }) => path === state.path.slice(0, state.path.lastIndexOf('.')));
        expect({ path: state.path, inside: inside(state.box, outer?.box ?? region) }).toEqual({
          path: state.path,
          inside: true,
        });
      }
      expect(states.filter(({ initial }) => initial).length).toBeGreaterThan(0);
    }
  });

  it('says on every arrow in words what leads along it', () => {
    const labels = readChart(definition).flatMap(({ transitions }) => transitions.map(({ label }) => label.da));
    expect(labels.filter((label) => /[a-z][A-Z]/.test(label))).toEqual([]);
  });

  it('draws no words on what the chart does by itself, and room for them on all else', () => {
    const arrows = chart.regions.flatMap(({ transitions }) => transitions);
    expect(arrows.filter(({ label, labelBox }) => (label.da[0] === 'automatisk') === labelBox.width > 0)).toEqual([]);
  });

  it('draws every arrow from the border of one state to the border of another', () => {
    const onBorder = ({ x, y, width, height }: BoxView, at: { x: number; y: number } | undefined): boolean =>
      at !== undefined &&
      (Math.min(Math.abs(at.x - x), Math.abs(at.x - x - width)) < 1 ||
        Math.min(Math.abs(at.y - y), Math.abs(at.y - y - height)) < 1);
    for (const { states, transitions } of chart.regions) {
      const boxOf = (path: string): BoxView => states.find((state) => state.path === path)?.box as BoxView;
      for (const { from, to, points, label } of transitions) {
        expect([from, to, onBorder(boxOf(from), points[0]), onBorder(boxOf(to), points.at(-1))]).toEqual([
          from,
          to,
          true,
          true,
        ]);
        expect([label.da.length, label.en.length]).not.toContain(0);
      }
    }
  });
});
