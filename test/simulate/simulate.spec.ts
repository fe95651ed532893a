import { definitionOf } from '../../workflows/registry.ts';
import { current } from '../../workflows/policy/current.ts';
import { mutant, stateAt } from '../../scripts/verify-workflows/mutant.ts';
import { Course } from '../../scripts/simulate/course.ts';
import { live } from '../../scripts/simulate/life.ts';
import { digestOf } from '../../scripts/simulate/result.ts';
import { playCitizens, storyOfCitizen } from '../../scripts/simulate/play-citizens.ts';
import { play } from '../../scripts/simulate/play.ts';
import { playProduct, tellProduct } from '../../scripts/simulate/play-product.ts';
import { policyIds, policyNamed } from '../../scripts/simulate/policies.ts';
import { shrink, tell } from '../../scripts/simulate/shrink.ts';
import { endOf, run as execute } from '../support/processes.ts';
import { summarise } from '../../scripts/simulate/summary.ts';

/** Not how long it takes, but when something hangs: a machine may be busy with much else. */
const mostMs = 1_800_000;

const run = { seed: 20260105, weeks: 26, policy: current };

it(
  'keeps every guarantee through half a year of 200 citizens, on both cores',
  async () => {
    const args = ['--citizens', '200', '--weeks', '26', '--seed', `${run.seed}`];
    const running = execute('scripts/simulate.js', args, {});
    const { code } = await endOf(running, mostMs);
    const output = running.output();
    expect(output).not.toContain('is broken');
    expect(output).toMatch(/^rolls packed +2\d{3}$/m);
    for (const counted of ['days without medicine', 'removals during a stay', 'formal warnings', 'GP contacts'])
      expect(output).toMatch(new RegExp(`^${counted} +[1-9]\\d*$`, 'm'));
    for (const payer of ['region', 'citizen']) expect(output).toMatch(new RegExp(`^kroner, ${payer} +[1-9]\\d*$`, 'm'));
    for (const asker of ['System', 'Sygeplejerske', 'Apoteksansat', 'Borger'])
      expect(output).toMatch(new RegExp(`^ +${asker} +[1-9]\\d*$`, 'm'));
    expect(code).toBe(0);
  },
  mostMs,
);

it(
  'keeps every guarantee under each set of rules shipped, and under all of them together',
  async () => {
    const [today = '', ...shipped] = policyIds;
    const sets = [...shipped, shipped.join('+')];
    const args = ['--citizens', '40', '--weeks', '26', '--seed', '7', '--policy', sets.join()];
    const running = execute('scripts/simulate.js', args, {});
    const { code } = await endOf(running, mostMs);
    const output = running.output();
    expect(output).not.toContain('is broken');
    for (const set of sets)
      expect(output).toMatch(new RegExp(`^${[today, set].join('+').replaceAll('+', '\\+')}: seed 7, 40 citizens`, 'm'));
    expect(code).toBe(0);
  },
  mostMs,
);

it('gives the same to the same seed, whoever plays which citizens, and another to another', () => {
  const short = { ...run, weeks: 6 };
  const all = playCitizens(short, 0, 6);
  const halves = [playCitizens(short, 0, 2), playCitizens(short, 2, 6)];
  expect(digestOf(halves.flatMap(({ digests }) => digests))).toBe(digestOf(all.digests));
  expect(playCitizens({ ...short, seed: 2 }, 0, 6).digests).not.toEqual(all.digests);
});

it('tells the shortest story of a broken chart, in which the receipt of a roll waits without a deadline', async () => {
  const silent = mutant(definitionOf('dispensing-period'), (chart) => {
    stateAt(chart, 'receipt.open.due')['after'] = {};
  });
  const definitions: typeof definitionOf = (name, version) =>
    name === 'dispensing-period' ? silent : definitionOf(name, version);
  const story = storyOfCitizen({ ...run, weeks: 10 }, 3);
  expect(play(story, current, { definitions }).complaint?.check).toBe('C2');
  const short = await shrink(story, (each) => play(each, current, { definitions }).complaint);
  if (!short) throw new Error('Expected the broken chart to be found');
  // Nothing need be said: where no roll is known, people look in FMK themselves.
  expect(short.story.said).toEqual([]);
  expect(play(short.story, current, { definitions }).complaint).toEqual(short.complaint);
  expect(play(short.story, current).complaint).toBeUndefined();
  expect(tell(short, current)).toContain('C2 is broken at dispensingPeriodObserved');
});

it('lives by the rules given: under the ministry’s proposal the same citizens cost others, and practices less time', () => {
  const columns = ['current', 'proposed-2024-ministry'].map((id) => {
    const policy = policyNamed(id);
    const { tally, failures } = playCitizens({ ...run, weeks: 12, policy }, 0, 40);
    expect(failures).toEqual([]);
    return { policy: policy.id, tally };
  });
  const [today = {}, proposed = {}] = columns.map(({ tally }) => tally);
  expect(today['ore municipality'] ?? 0).toBe(0);
  expect(proposed['ore municipality']).toBeGreaterThan(0);
  expect(proposed['ore citizen']).toBeLessThan(today['ore citizen'] ?? 0);
  expect(proposed['gpContacts']).toBeLessThan(today['gpContacts'] ?? 0);
  // The world is the same: what is packed, and who is admitted.
  expect(proposed['rollsPacked']).toBe(today['rollsPacked']);
  expect(proposed['statistics heldDuringStay']).toBe(today['statistics heldDuringStay']);
  expect(summarise(columns)).toMatch(/^GP contacts +\d+ +\d+ +-\d+$/m);
});

it('looks at the last day of a life as at every other', () => {
  const story = storyOfCitizen({ ...run, weeks: 1 }, 0);
  const course = new Course(story, current);
  const acts = live(story, course.envAt);
  for (let next = acts.next(); !next.done; next = acts.next(course.family)) {
    course.comesTo(next.value.at);
    course.settle(next.value, course.decide(next.value));
  }
  expect(course.end().complaint).toBeUndefined();
  course.family = course.family.map((member) => ({ ...member, state: { ...member.state, timers: [] } }));
  expect(course.end().complaint).toMatchObject({ check: 'E4', act: 'the end of the day' });
});

describe('a day on which nothing happens', () => {
  /** A citizen well into a run, whose timers all wait for the next year: each state has its timers, with the wrong instants. */
  const stopped = (): Course => {
    const story = storyOfCitizen({ ...run, weeks: 26 }, 3);
    const course = new Course(story, current);
    const acts = live(story, course.envAt);
    for (let next = acts.next(); !next.done && next.value.at < '2026-03-02'; next = acts.next(course.family)) {
      course.comesTo(next.value.at);
      course.settle(next.value, course.decide(next.value));
    }
    expect(course.comesTo('2026-03-02T06:00:00.000Z')).toBe(true);
    return course;
  };
  const dueAt = (course: Course, due: (was: string) => string): void => {
    course.family = course.family.map((member) => ({
      ...member,
      state: { ...member.state, timers: member.state.timers.map((each) => ({ ...each, dueAt: due(each.dueAt) })) },
    }));
  };

  it('is found out where a timer was due then and has not fired (E4)', () => {
    const course = stopped();
    const [first = ''] = course.family.flatMap(({ state }) => state.timers.map(({ dueAt: due }) => due)).toSorted();
    expect(course.comesTo(new Date(Date.parse(first) + 3 * 86_400_000).toISOString())).toBe(false);
    expect(course.complaint).toMatchObject({ check: 'E4' });
  });

  it('is found out where medicine runs out and the timers that would ask about it are set to another year (C4)', () => {
    const course = stopped();
    dueAt(course, () => '2027-01-01T00:00:00.000Z');
    expect(course.comesTo('2026-06-01T09:00:00.000Z')).toBe(false);
    expect(course.complaint).toMatchObject({ check: 'C4', act: 'the end of the day' });
    expect(course.complaint?.at).toMatch(/^2026-0[345]-\d\dT2[12]:59/);
  });
});

describe('a product', () => {
  const product = { drugId: '28100000001', since: '2026-02-02', endedOn: '2026-03-20' };
  const until = '2026-06-01T00:00:00.000Z';
  const played = (damage: Parameters<typeof mutant>[1]) => {
    const chart = mutant(definitionOf('back-order'), damage);
    return playProduct(product, until, { definitions: () => chart });
  };

  it('keeps the guarantees through a back-order, and is warned of from the eighth day until it is back (C5)', () => {
    const { supply, complaint } = playProduct(product, until);
    expect(complaint).toBeUndefined();
    expect(supply.map(({ at, data }) => [at, data['isWarned']])).toEqual([
      ['2026-02-02T10:00:00.000Z', false],
      ['2026-02-09T23:00:00.000Z', true],
      ['2026-03-20T10:00:00.000Z', false],
    ]);
  });

  it('is found out where the eighth day brings no warning, at that step', () => {
    const { complaint } = played((chart) => {
      const placing = stateAt(chart, 'supply.placing');
      placing['always'] = (placing['always'] as { target: string }[]).map((each) =>
        each.target === 'warned' ? { ...each, target: 'onBackOrder' } : each,
      );
      delete stateAt(chart, 'supply.onBackOrder')['always'];
    });
    const sentence = 'Expected a formal warning on 2026-02-10, but the product is onBackOrder';
    expect(complaint).toMatchObject({ check: 'C5', sentence, at: '2026-02-09T23:00:00.000Z' });
    expect(complaint && tellProduct(product, complaint)).toContain(`C5 is broken at`);
  });
});

it('shows runs side by side with their differences from the first, without names', () => {
  const table = summarise([
    { policy: 'current', tally: { citizens: 2, rollsPacked: 24, 'ore citizen': 40_050, 'stuckHours a.b': 36 } },
    { policy: 'proposed', tally: { citizens: 2, rollsPacked: 30, 'ore municipality': 40_050, 'notices late': 1 } },
  ]);
  expect(table.split('\n').map((line) => line.split(/ {2,}/))).toEqual(
    expect.arrayContaining([
      ['rolls packed', '24', '30', '+6'],
      ['kroner, citizen', '401', '0', '-401'],
      ['kroner, municipality', '0', '401', '+401'],
      ['', 'late', '0', '1', '+1'],
      ['', 'a.b', '1.5', '0.0', '-1.5'],
      ['days stuck, by cause', '1.5', '0.0', '-1.5'],
    ]),
  );
});
