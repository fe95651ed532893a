import { isMissed, tableText } from '../../scripts/bench/report.ts';
import type { Row } from '../../scripts/bench/report.ts';

const row: Row = {
  what: 'a message',
  ours: [30, 90, 33],
  baseline: [10, 30, 10],
  show: (value) => `${value}/s`,
  bound: { kind: 'atLeast', ratio: 3 },
};

describe('the report of the bench', () => {
  it('compares medians and gives the range of the pairs', () => {
    const text = tableText({ title: 'Rate', notes: [], rows: [row] }, true);
    expect(text).toBe(
      [
        'Rate',
        'ratio  range      bound      ours  baseline',
        '3.30×  3.00–3.30  ≥ 3× held  33/s  10/s      a message',
      ].join('\n'),
    );
  });

  it('knows a missed bound, upwards and downwards', () => {
    expect(isMissed(row)).toBe(false);
    expect(isMissed({ ...row, bound: { kind: 'atLeast', ratio: 3.5 } })).toBe(true);
    expect(isMissed({ ...row, bound: { kind: 'atMost', ratio: 1.3 } })).toBe(true);
  });
});
