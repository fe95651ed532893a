import { doseDispensing } from '../../scripts/verify-workflows/dose-dispensing.ts';
import { C2, C9, P3, catalogue } from '../../scripts/verify-workflows/guarantees.ts';
import { hospitalStay } from '../../scripts/verify-workflows/hospital-stay.ts';
import { mutant, stateAt } from '../../scripts/verify-workflows/mutant.ts';
import { prescriptionRequest } from '../../scripts/verify-workflows/prescription-request.ts';
import { report } from '../../scripts/verify-workflows/report.ts';
import type { Subject } from '../../scripts/verify-workflows/subject.ts';
import { here, verify, walkOne } from '../../scripts/verify-workflows/verify.ts';

const name = 'the whole checklist';
const checklist = hospitalStay.alphabets[name]!;
const [stay] = hospitalStay.charts;
const small: Subject = { ...hospitalStay, alphabets: { [name]: checklist }, guarantees: [C2, C9, P3], mutations: [] };

async function said(subject: Subject, most?: number): Promise<{ lines: string[]; passed: boolean }> {
  const lines: string[] = [];
  const passed = await report([subject], [], (line) => lines.push(line), here, most);
  return { lines, passed };
}

async function complaints(subject: Subject): Promise<string[]> {
  return (await verify(subject)).failures.map(({ sentence }) => sentence);
}

it('says how much was walked and which guarantees hold', async () => {
  const { lines, passed } = await said(small);
  expect(passed).toBe(true);
  expect(lines[2]).toMatch(/^hospital-stay: the whole checklist +130 +835 +8 +everything +C2 C9 P3 +\d+ +–$/);
  expect(lines.at(-1)).toMatch(
    /^1 walks, 0 times again under another set of rules, 130 states, 835 transitions\. 0 of 0 damaged charts found out\./,
  );
});

it('says what is broken, and the shortest way there', async () => {
  const broken = mutant(stay, (chart) => delete stateAt(chart, 'checklist.newDrugs.open.due')['after']);
  const { lines, passed } = await said({ ...small, charts: [broken] });
  expect(passed).toBe(false);
  expect(lines[2]).toMatch(/everything +C9 P3 +\d+ +–$/);
  expect(lines.at(-1)).toBe(
    '\n✗ C2, hospital-stay, the whole checklist: Expected the task hospital-stay.checklist.newDrugs.open.due to end at a deadline, ' +
      'but no timer waits for it\n  by the shortest way: SLHJ',
  );
});

it('says which damage no check has seen', async () => {
  const { lines, passed } = await said({
    ...small,
    mutations: [
      {
        breaks: 'P3',
        damage: 'nothing is damaged',
        chart: stay.name,
        make: () => {},
        alphabet: name,
        sentence: 'Expected',
        path: [],
      },
    ],
  });
  expect(passed).toBe(false);
  expect(lines.at(-1)).toBe(
    '\n✗ P3, hospital-stay, where nothing is damaged: expected “Expected…” after the start, but the check saw nothing',
  );
});

it('makes a walk again under each set that changes a rule its charts look at, and under no other', () => {
  const walks = (alphabet: string): (string | undefined)[] =>
    walkOne(doseDispensing, alphabet).map(({ under }) => under);
  expect(walkOne(prescriptionRequest, 'asked of the GP').map(({ under }) => under)).toEqual([undefined]);
  expect(walks('consent not answered before an ending')).toEqual([
    ...[undefined, 'current+option-no-consent', 'current+option-first-choice'],
  ]);
  // Rules of its own are what this walk is about.
  expect(walks('the pharmacy starts, the GP decides')).toEqual([undefined]);
});

it('finds out damage that shows under another set alone', () => {
  const damaged = mutant(doseDispensing.charts[0], (chart) => {
    const { on } = stateAt(chart, 'course.active');
    Object.assign(on as object, {
      stayChanged: { guard: 'isConsentNotRequired', target: 'ending', actions: 'planEnding' },
    });
  });
  const { moves } = doseDispensing.alphabets['prescriptions from before a stay']!;
  const admission = {
    moves: moves.filter(({ name }) => name === 'admitted'),
    timers: { fire: () => false, words: 'none' },
  };
  const [today, ...again] = walkOne({ ...doseDispensing, charts: [damaged], alphabets: { admission } }, 'admission');
  const of = (walk: typeof today) => walk?.failures.filter(({ check }) => check === 'C1');
  expect(of(today)).toEqual([]);
  const found = again.find(({ under }) => under === 'current+option-no-consent');
  const sentence = expect.stringContaining('Expected stayChanged to leave the course alone');
  expect(of(found)).toEqual([{ check: 'C1', sentence, path: ['admitted'] }]);
});

it('fails where the walks take more processor time than given, and only there', async () => {
  const { lines, passed } = await said(small, 0.001);
  expect(passed).toBe(false);
  expect(lines.at(-1)).toMatch(
    /^\n✗ Expected the walks to take at most 0.001 s of processor time, but they took \d+\.\d s$/,
  );
  expect((await said(small, Number.MAX_VALUE)).passed).toBe(true);
});

it('does not take a walk that stopped short for a proof', async () => {
  expect(await complaints({ ...small, maxStates: 50 })).toContain('Expected the walk to end, but it came to 50 states');
});

it('does not take a message that does nothing for a letter', async () => {
  const moves = checklist.moves.filter(({ name }) => !/^STIN|SLHJ/.test(name));
  expect(await complaints({ ...small, alphabets: { [name]: { ...checklist, moves } } })).toContain(
    'Expected confirmHoldLifted to do something in some state, but no state took it',
  );
});

it('misses a timer that no walk fires', async () => {
  const moves = checklist.moves.filter(({ name }) => name === 'SLHJ');
  const { timers: _, ...alphabet } = { ...checklist, moves };
  expect(await complaints({ ...small, alphabets: { [name]: alphabet } })).toContain(
    'Expected the timer missingDischarge.hospital-stay.missingDischarge.watching to fire in some walk, but it never did',
  );
});

it('misses a message that no state takes, unless it is listed as ignored; and one listed that every state knows', async () => {
  const never = (type: string): string =>
    `Expected some state to take ${type}, but none does, and it is not listed as ignored`;
  const all = { ...small, guarantees: [catalogue] };
  expect(await complaints(all)).toEqual(expect.arrayContaining([never('deathStands'), never('leaveEndObserved')]));
  const listed = await complaints({ ...all, charts: [{ ...stay, ignored: ['deathStands'] }] });
  expect(listed).not.toContain(never('deathStands'));
  expect(listed).toContain(
    'Expected deathStands to meet a state that does not know it, as it is listed as ignored, but all know it',
  );
});
