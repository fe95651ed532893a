import type { Coverage, CoveredSpan, PeriodFacts } from '../../workflows/definition.ts';
import type { ReadCase } from '../engine/read-family.ts';
import { groundsOf, seenPath } from './grounds.ts';

export const rollRiskKinds = [
  'onHold',
  'ending',
  'medicationChange',
  'consentMissing',
  'foundationMissing',
  'noPrescription',
  'backOrder',
  'drugNotInRoll',
  'privateDrugs',
] as const;
export type RollRiskKind = (typeof rollRiskKinds)[number];

interface RollRisk {
  kind: RollRiskKind;
  drugIds: string[];
  /** Of prescriptions: how far FMK's request to renew them is. */
  renewal?: CoveredSpan['renewal'];
}

/**
 * Why a roll may turn out wrong, while it can still be changed: what the citizen's case and coverage say about its days. Only
 * what a pharmacy may know goes in: a stay in hospital counts nowhere, and a duty that a death has stopped looks open (P3).
 */
export function rollRisks(root: ReadCase, period: PeriodFacts, coverage: Coverage | undefined): RollRisk[] {
  return [...ofCase(root), ...ofDrugs(period, coverage)];
}

/** Where each region stands when something is wrong with what a roll rests on; paths as others than the municipality see them. */
const standings: readonly { kind: RollRiskKind; region: string; is: RegExp }[] = [
  { kind: 'onHold', region: 'course', is: /^(onHold|active\.holdAhead)/ },
  { kind: 'ending', region: 'course', is: /^(ending|ended|voided)/ },
  { kind: 'medicationChange', region: 'medicationChange', is: /(^|[.+])(decision|discarding)\.open/ },
  { kind: 'consentMissing', region: 'consent', is: /^(open|declined|withdrawn)/ },
  { kind: 'foundationMissing', region: 'foundation', is: /^open|(^|[.+])prescribing\.open/ },
];

function ofCase({ row, definition }: ReadCase): RollRisk[] {
  const grounds = groundsOf(definition);
  return standings.flatMap(({ kind, region, is }) => {
    if (grounds.region(region) === 'hospitalNotification') return [];
    return is.test(seenPath(row.state[region] ?? '')) ? [{ kind, drugIds: [] }] : [];
  });
}

function ofDrugs({ periodId, startDate, endDate }: PeriodFacts, coverage: Coverage | undefined): RollRisk[] {
  const drugs = (coverage?.drugs ?? []).map(({ drugId, spans, goneFrom }) => ({
    drugId,
    isGone: goneFrom !== undefined && goneFrom <= startDate,
    ofRoll: spans.filter(({ period }) => period === periodId),
    ofDays: spans.filter(({ from, to }) => from <= endDate && to >= startDate),
  }));
  const lapsing = drugs.filter(
    ({ isGone, ofRoll }) => ofRoll.length > 0 && (isGone || ofRoll.some(({ atRisk }) => atRisk === 'prescription')),
  );
  const renewal = lapsing.flatMap(({ ofRoll }) => ofRoll.flatMap((span) => span.renewal ?? []))[0];
  const short = drugs.filter(({ ofRoll }) => ofRoll.some(({ atRisk }) => atRisk === 'backOrder'));
  const lacking = drugs.filter(
    ({ isGone, ofDays }) => !isGone && ofDays.some(({ by, onHold }) => by === 'nothing' && !onHold),
  );
  const risk = (kind: RollRiskKind, found: readonly { drugId: string }[]): RollRisk[] =>
    found.length > 0 ? [{ kind, drugIds: found.map(({ drugId }) => drugId) }] : [];
  return [
    ...risk('noPrescription', lapsing).map((each) => ({ ...each, ...(renewal && { renewal }) })),
    ...risk('backOrder', short),
    ...risk('drugNotInRoll', lacking),
    ...(coverage?.hasPrivateDrugs ? [{ kind: 'privateDrugs' as const, drugIds: [] }] : []),
  ];
}
