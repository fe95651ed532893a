import { assessCandidate } from './assess-candidate.ts';
import type { CandidateDrug } from './questions.ts';
import { readCandidates } from './read-candidates.ts';

const good: CandidateDrug = {
  drugId: '28100009555',
  form: 'filmovertrukne tabletter',
  isDoseDispensable: true,
  hasStructuredDosage: true,
};
const assess = (drugs: CandidateDrug[], more = {}) => assessCandidate({ drugs, ...more }, '2026-01-01');

describe('what a municipality’s own data say of a candidate', () => {
  it('is the share of regular drugs that can be packed; what is taken as needed counts for nothing', () => {
    const drops = { ...good, form: 'øjendråber' };
    const asNeeded = { ...good, isAsNeeded: true, isDoseDispensable: false };
    expect(assess([good, good, drops, asNeeded])).toEqual({ coveragePercent: 66, blockers: [] });
    expect(assess([good])).toEqual({ coveragePercent: 100, blockers: [] });
  });

  it.each<[string, CandidateDrug[], object]>([
    ['notSuited', [good], { isRegisteredNotSuited: true }],
    ['noDrugs', [], {}],
    ['onlyAsNeeded', [{ ...good, isAsNeeded: true }], {}],
    ['noDMark', [good, { ...good, isDoseDispensable: false }], {}],
    ['unknownDMark', [good, { drugId: good.drugId }], {}],
    ['unstructuredDosage', [{ ...good, hasStructuredDosage: false }], {}],
    ['recentChange', [{ ...good, changedOn: '2026-01-02' }], {}],
    ['changePlanned', [good], { stability: { stableBackward: true, changePlanned: true } }],
    ['unstable', [good], { stability: { stableBackward: false, changePlanned: false } }],
  ])('names %s as what stands in the way', (blocker, drugs, more) =>
    expect(assess(drugs, more).blockers).toEqual([blocker]),
  );

  it('lets a change of long ago be', () => expect(assess([{ ...good, changedOn: '2026-01-01' }]).blockers).toEqual([]));
});

describe('a CSV file', () => {
  const head = 'cpr;name;careSetting;drugId;form;isDoseDispensable;hasStructuredDosage;isAsNeeded;changedOn';

  it('gathers the lines of a citizen, whatever the line ends', () =>
    expect(
      readCandidates(
        `\uFEFF${head}\r\na;Prøve;homeCare;1;tablet;ja;ja;nej;\r\nb;;careHome;;;;;;\r\na;;homeCare;2;;;;;2026-01-02\n\n`,
      ),
    ).toEqual({
      ok: true,
      candidates: [
        {
          cpr: 'a',
          name: 'Prøve',
          careSetting: 'homeCare',
          drugs: [
            { drugId: '1', form: 'tablet', isDoseDispensable: true, hasStructuredDosage: true, isAsNeeded: false },
            { drugId: '2', changedOn: '2026-01-02' },
          ],
        },
        { cpr: 'b', careSetting: 'careHome', drugs: [] },
      ],
    }));

  it('names every bad line', () => {
    const read = readCandidates(`${head}\na;b\na;;homeCare;1;;måske;;;`);
    expect(read.ok ? [] : read.faults.map(({ field }) => field)).toEqual(['csv.2', 'csv.3.isDoseDispensable']);
    expect(readCandidates('cpr,name').ok).toBe(false);
  });
});
