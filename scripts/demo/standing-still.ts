/** Citizens whose path stands still, one way for each cause that the list of them knows, with nobody who answers. */
import type { StuckCause } from '../../src/kernel/stuck-causes.ts';
import { plusDays, plusHours } from '../../workflows/calendar.ts';
import type { Instant } from '../../workflows/definition.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import { rollsAnew } from '../simulate/fate.ts';
import type { Drug, Fate, FatedRequest, FatedStay } from '../simulate/fate.ts';
import { fact, toCase } from '../simulate/happening.ts';
import type { Happening } from '../simulate/happening.ts';
import { periodAs } from '../simulate/sources/pharmacy.ts';

interface Still {
  fate: Fate;
  /** Beside what the fate has said of it. */
  said?: Happening[];
}

/** What a citizen’s path stands still by; a message that does not arrive is the receiver’s doing (`silent-receiver.ts`). */
type StoodCause = Exclude<StuckCause, 'failedEffect'>;

type Way = (seed: number, drawn: Fate, policy: PolicySet) => Still;

/** The first citizens, so that few show every cause; of more, some in each two hundred. */
export function stillOf(number: number): StoodCause | undefined {
  return (Object.keys(standingStill) as StoodCause[])[number < 200 ? number : number % 200];
}

/** Taken over, and at home, with everything as it should be, and nobody who answers what the case asks. */
function quiet(seed: number, drawn: Fate, policy: PolicySet, more: Partial<Fate> = {}): Fate {
  const start = plusDays(drawn.endsAt, -7 * drawn.weeks);
  const drugs = drawn.drugs.map((drug): Drug => ({ ...drug, validTo: plusDays(drawn.endsAt, 500) }));
  const fate = {
    ...drawn,
    drugs,
    isNew: false,
    opensAt: drawn.isNew ? start : drawn.opensAt,
    declines: undefined,
    diedAt: undefined,
    deathToldAt: undefined,
    falseDeathAt: undefined,
    movesAt: undefined,
    ending: undefined,
    notSuited: undefined,
    stays: [],
    holds: [],
    changes: [],
    requests: [],
    temperament: 'absent' as const,
    ...more,
  };
  return { ...fate, rolls: rollsAnew(seed, fate, policy) };
}

const before = ({ endsAt }: Fate, days: number): Instant => plusHours(endsAt, -24 * days);
const packed = ({ drugs }: Fate): Drug => {
  const drug = drugs.find(({ dosing }) => dosing === 'packed');
  if (!drug) throw new Error('Expected a packed drug');
  return drug;
};

function stayOf(drawn: Fate, from: number, to: number, more: Partial<FatedStay> = {}): FatedStay {
  return {
    episode: `sor|stay-${drawn.number}-still`,
    from: before(drawn, from),
    to: before(drawn, to),
    isAcuteOnly: false,
    isRevised: false,
    isCancelled: false,
    isDischargeTold: true,
    endsInDeath: false,
    ...more,
  };
}

/** FMK asks by itself to renew a prescription that ends soon. */
function asked(
  drawn: Fate,
  more: Pick<FatedRequest, 'addressee' | 'careRecord'> & Partial<FatedRequest>,
): Partial<Fate> {
  const drugs = drawn.drugs.map((drug): Drug => ({ ...drug, validTo: plusDays(drawn.endsAt, 500) }));
  const drug = { ...packed(drawn), validTo: plusDays(drawn.endsAt, 8) };
  const request = {
    requestId: `request-${drug.prescriptionId}`,
    createdBy: 'System' as const,
    drug,
    at: before(drawn, 20),
  };
  return {
    drugs: drugs.map((each) => (each.prescriptionId === drug.prescriptionId ? drug : each)),
    requests: [{ ...request, ...more }],
  };
}

export const standingStill: Record<StoodCause, Way> = {
  unitCannotHandle: (seed, drawn, policy) => ({
    fate: quiet(seed, drawn, policy, asked(drawn, { addressee: 'noWay', careRecord: 'columnaCura' })),
  }),
  // R62: the West rejects, and KMD Nexus does not show it to the municipality.
  invisibleRejection: (seed, drawn, policy) => ({
    fate: quiet(
      seed,
      drawn,
      policy,
      asked(drawn, {
        addressee: 'west',
        careRecord: 'kmdNexus',
        answer: { kind: 'rejected', at: before(drawn, 16), reason: 'Behandlingen er afsluttet' },
      }),
    ),
  }),
  missingMessage: (seed, drawn, policy) => ({
    fate: quiet(seed, drawn, policy, { stays: [stayOf(drawn, 40, 30, { isDischargeTold: false })] }),
  }),
  holdAfterDischarge: (seed, drawn, policy) => ({
    fate: quiet(seed, drawn, policy, {
      stays: [stayOf(drawn, 24, 18)],
      holds: [{ registrationId: `hold-${drawn.number}-still`, from: before(drawn, 23.9) }],
    }),
  }),
  noNextRoll: (seed, drawn, policy) => {
    const fate = quiet(seed, drawn, policy);
    const ended = before(drawn, 12).slice(0, 10);
    return { fate: { ...fate, rolls: fate.rolls.filter(({ startDate }) => startDate < ended) } };
  },
  // The roll in use was discarded as soon as it had come, and nobody packed another.
  gapInCoverage: (seed, drawn, policy) => {
    const fate = quiet(seed, drawn, policy);
    const today = before(drawn, 0).slice(0, 10);
    const inUse = fate.rolls.find(({ inHandFrom, endDate }) => inHandFrom !== undefined && endDate > today);
    if (!inUse?.inHandFrom) throw new Error('Expected a roll in use');
    const goneAt = plusHours(inUse.inHandFrom, 3);
    const told = [...inUse.told, { status: 'Kasseres', at: goneAt, more: { discardReason: 'Andet' } }];
    return { fate: { ...fate, rolls: fate.rolls.map((roll) => (roll === inUse ? { ...inUse, told, goneAt } : roll)) } };
  },
  backOrder: (seed, drawn, policy) => {
    const fate = quiet(seed, drawn, policy);
    const { drugId } = packed(fate);
    const at = before(drawn, 20);
    return {
      fate,
      said: [
        fact('price list', toCase, 'productChanged', { drugId, change: 'dMarkLost' }, at, `product:${drugId}:still`),
      ],
    };
  },
  contradiction: (seed, drawn, policy) => {
    const fate = quiet(seed, drawn, policy);
    const overlapped = fate.rolls.findLast(({ told }) => (told[0]?.at ?? '') < before(drawn, 14));
    if (!overlapped) throw new Error('Expected a roll that was planned');
    const again = { ...overlapped, periodId: `${overlapped.periodId}-again` };
    return { fate, said: [periodAs(again, { status: 'Planlagt', at: before(drawn, 13) })] };
  },
  overdueTask: (seed, drawn, policy) => {
    const at = before(drawn, 15);
    const change = { kind: 'increase' as const, drug: packed(drawn), at, from: at.slice(0, 10), isAcute: false };
    return { fate: quiet(seed, drawn, policy, { changes: [change] }) };
  },
};
