import fc from 'fast-check';
import { Citizen } from '../../test/support/citizen.ts';
import { message } from '../../scripts/verify-workflows/moves.ts';
import { deletion, period } from '../../scripts/verify-workflows/period-facts.ts';
import { fact } from '../../scripts/verify-workflows/stay-facts.ts';
import type { Message } from '../definition.ts';
import type { PeriodContext } from './base.ts';
import { dispensingPeriodV1 } from './dispensing-period.v1.ts';

const noon = (day: number): string => `2023-03-${String(day).padStart(2, '0')}T12:00:00.000Z`;
const planned = period('Planlagt', noon(1));
const packed = period('Pakning afsluttet', noon(8));
const dispensed = period('Ekspederet', noon(9));
const hold = (change: 'created' | 'removed', day: number): Message =>
  message('fact', 'holdObserved', noon(day), { registrationId: 'r', from: noon(3), change });
const standing = (citizen: Citizen): unknown => citizen.region('roll', citizen.roll);
const contextOf = (citizen: Citizen): PeriodContext => citizen.roll.state.snapshot.context as PeriodContext;

it('follows FMK from planned to dispensed, is received, and is over after its last day', () => {
  const citizen = new Citizen(noon(2)).hears(planned);
  expect(standing(citizen)).toBe('planned');
  citizen.hears(period('Apoteksbehandling påbegyndt', noon(6)));
  expect(standing(citizen)).toBe('handlingStarted');
  citizen.hears(period('Klar til pakning', noon(6)), period('Pakning påbegyndt', noon(7)), packed, dispensed);
  expect(standing(citizen)).toBe('dispensed');
  expect(citizen.tasks).toMatchObject([
    { key: 'dispensing-period.receipt.open.due', deadlineAt: '2023-03-12T23:00:00.000Z', role: 'municipalNurse' },
  ]);
  citizen.does('confirmRollReceived');
  expect([standing(citizen), citizen.open]).toEqual(['received', []]);
  citizen.does('reopenRollReceived');
  expect([standing(citizen), citizen.open]).toEqual(['dispensed', ['dispensing-period.receipt']]);
  citizen.does('confirmRollReceived').waitsUntil('2023-03-26T21:59:59Z');
  expect(standing(citizen)).toBe('received');
  citizen.waitsUntil('2023-03-26T22:00:00Z');
  expect(standing(citizen)).toBe('over');
  expect(citizen.roll.state.snapshot.hasTag('closed')).toBe(true);
  citizen.hears(period('Ekspederet', noon(25), { endDate: '2023-04-09' }));
  expect(standing(citizen)).toBe('received');
});

it('comes to the same whatever the order and however often FMK is read', () => {
  const story = [
    planned,
    period('Klar til pakning', noon(5)),
    period('Planlagt', noon(6)),
    period('Klar til pakning', noon(7)),
    packed,
    dispensed,
    period('Kasseres', noon(10), { discardReason: 'Fejl' }),
    period('Ekspederet', noon(11)),
    deletion(noon(4)),
  ];
  const told = (facts: readonly Message[]): unknown[] => {
    const citizen = new Citizen(noon(11)).hears(...facts);
    const { period: known, unexpected } = contextOf(citizen);
    return [citizen.roll.state.snapshot.value, known, unexpected, citizen.open];
  };
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...story, ...story], { minLength: 2 * story.length, maxLength: 2 * story.length }),
      (facts) => expect(told(facts)).toEqual(told(story)),
    ),
    { numRuns: 60, seed: 20230301 },
  );
});

it('keeps the latest hundred readings, in whatever order they come', () => {
  const minute = (n: number): string => new Date(Date.parse(noon(2)) + n * 60_000).toISOString();
  const readings = Array.from({ length: 150 }, (_, n) => period(n % 2 ? 'Planlagt' : 'Klar til pakning', minute(n)));
  const seen = (facts: readonly Message[]) => contextOf(new Citizen(noon(3)).hears(...facts)).period.seen;
  const inOrder = seen(readings);
  expect(inOrder).toHaveLength(100);
  expect(inOrder[0]?.at).toBe(minute(50));
  expect(seen(readings.toReversed())).toEqual(inOrder);
});

it('refuses no status, and notes what FMK’s operations do not explain', () => {
  const citizen = new Citizen(noon(2)).hears(planned, period('Noget nyt', noon(3)), period('Ekspederet', noon(4)));
  expect(standing(citizen)).toBe('dispensed');
  citizen.hears(period('Planlagt', noon(5)));
  expect(standing(citizen)).toBe('planned');
  expect(contextOf(citizen).unexpected).toEqual([
    { from: 'Planlagt', to: 'Noget nyt', at: noon(3) },
    { from: 'Noget nyt', to: 'Ekspederet', at: noon(4) },
    { from: 'Ekspederet', to: 'Planlagt', at: noon(5) },
  ]);
  expect(dispensingPeriodV1.period?.(contextOf(citizen) as never)).toMatchObject({
    status: 'Planlagt',
    changeCutOffAt: '2023-03-10T14:30:00.000Z',
    changeCutOffFrom: 'policyDefault',
  });
});

it.each([
  ['Sendes', 'sent'],
  ['Ophældt', 'poured'],
  ['Slettet', 'deleted'],
  ['Helt ukendt', 'unknown'],
  ['Apoteksbehandling påbegyndt', 'handlingStarted'],
])('stands as FMK’s status %s says: %s', (status, stage) => {
  expect(standing(new Citizen(noon(2)).hears(period(status, noon(2))))).toBe(stage);
});

describe('a roll not dispensed the day before it starts (A4)', () => {
  const task = 'dispensing-period.dispensing';

  it('is a task to phone the pharmacy, asked again each day until it is', () => {
    const citizen = new Citizen(noon(2)).hears(planned).waitsUntil('2023-03-12T06:59:59Z');
    expect(citizen.open).not.toContain(task);
    expect(citizen.waitsUntil('2023-03-12T07:00:00Z').open).toContain(task);
    expect(citizen.does('confirmPharmacyAsked').open).not.toContain(task);
    expect(citizen.does('reopenPharmacyAsked').open).toContain(task);
    expect(citizen.does('confirmPharmacyAsked').waitsUntil('2023-03-13T07:00:00Z').open).toContain(task);
    expect(citizen.waitsUntil('2023-03-13T11:00:00Z').open).toContain(`${task} overdue`);
    expect(citizen.hears(period('Ekspederet', noon(13))).open).toEqual(['dispensing-period.receipt']);
  });

  it('waits again when the start is moved', () => {
    const citizen = new Citizen(noon(12)).hears(planned).waitsUntil(noon(12));
    expect(citizen.open).toContain(task);
    citizen.hears(period('Planlagt', noon(12), { startDate: '2023-03-20', endDate: '2023-04-02' }));
    expect(citizen.open).not.toContain(task);
    expect(citizen.waitsUntil('2023-03-19T07:00:00Z').open).toContain(task);
  });

  it('is expected while the citizen is on hold (§8.1.10)', () => {
    const citizen = new Citizen(noon(4)).hears(planned, hold('created', 3)).waitsUntil(noon(12));
    expect(citizen.open).not.toContain(task);
    citizen.hears(period('Ekspederes ikke', '2023-03-12T11:00:00.000Z'));
    expect(citizen.open).not.toContain('dispensing-period.replacement');
    // Lifting the hold does not bring the skipped roll back: the case asks for the days, the roll does not nag.
    citizen.hears(hold('removed', 12));
    expect(citizen.open).toContain('dose-dispensing.daysWithoutRoll');
    expect(citizen.open.filter((key) => key.startsWith('dispensing-period'))).toEqual([]);
  });

  it.each([
    ['before the start', () => new Citizen(noon(2), { entry: 'identified' })],
    ['while dose packing ends', () => new Citizen(noon(2)).does('planEnding', { reason: 'citizenDeclines' })],
  ])('is expected under a hold %s too, and asked for when the hold ends by itself', (_, begin) => {
    const held = (to: string): Citizen =>
      begin().hears(
        planned,
        message('fact', 'holdObserved', noon(3), { registrationId: 'r', from: noon(4), to, change: 'created' }),
      );
    expect(held('2023-03-13T12:00:00.000Z').waitsUntil(noon(12)).open).not.toContain(task);
    const over = held('2023-03-12T10:00:00.000Z').waitsUntil(noon(12));
    expect(over.open).toContain(task);
    expect(over.open).toContain('dose-dispensing.daysWithoutRoll');
  });

  it('skipped under a hold is expected, however late FMK is read; one skipped after the hold is not', () => {
    const skipped = period('Ekspederes ikke', noon(14));
    const asked = (from: string, to: number): string[] => {
      const change = { registrationId: 'r', from: noon(3), change: 'created' };
      const held = message('fact', 'holdObserved', noon(3), { ...change, from });
      const lifted = message('fact', 'holdObserved', noon(to), { ...change, from, change: 'removed' });
      return new Citizen(noon(2))
        .hears(planned)
        .waitsUntil(noon(3))
        .hears(held)
        .waitsUntil(noon(to))
        .hears(lifted)
        .waitsUntil(noon(14))
        .hears(skipped).open;
    };
    // The cut-off is on the 10th.
    expect(asked(noon(3), 11)).not.toContain('dispensing-period.replacement');
    expect(asked(noon(3), 11)).toContain('dose-dispensing.daysWithoutRoll overdue');
    expect(asked(noon(3), 9)).toContain('dispensing-period.replacement');
  });

  it('is asked for when the hold is lifted in time for it', () => {
    const citizen = new Citizen(noon(4)).hears(hold('created', 3), planned).waitsUntil(noon(12));
    expect(citizen.open).not.toContain(task);
    expect(citizen.hears(hold('removed', 12)).waitsUntil(noon(12)).open).toContain(task);
  });
});

describe('a roll the citizen will not get', () => {
  const task = 'dispensing-period.replacement';

  it.each([
    ['Ekspederes ikke', {}],
    ['Ikke udleveret af apoteket', {}],
    ['Kasseres', { discardReason: 'Fejl' }],
  ])('is an urgent task: %s', (status, more) => {
    const citizen = new Citizen(noon(9)).hears(dispensed, period(status, noon(10), more));
    expect(citizen.open).toContain(task);
    expect(citizen.does('confirmReplacement').open).not.toContain(task);
    expect(citizen.does('reopenReplacement').open).toContain(task);
    expect(citizen.hears(period('Ekspederet', noon(11))).open).not.toContain(task);
  });

  it.each(['Dispensering stoppes', 'Ny periode overtager'])(
    'is none when FMK says why nothing replaces it: %s',
    (reason) => {
      const citizen = new Citizen(noon(9)).hears(dispensed, period('Kasseres', noon(10), { discardReason: reason }));
      expect(citizen.open).not.toContain(task);
    },
  );

  it('counts the roll in hand as received until FMK says later that it is gone', () => {
    const citizen = new Citizen(noon(9)).hears(dispensed).does('confirmRollReceived');
    citizen.hears(period('Ikke udleveret af apoteket', '2023-03-09T11:59:00.000Z'));
    expect(standing(citizen)).toBe('received');
    citizen.hears(period('Kasseres', noon(10), { discardReason: 'Fejl' }));
    expect(standing(citizen)).toBe('discarded');
    expect(standing(citizen.hears(period('Ekspederet', noon(11))))).toBe('received');
  });
});

it('deleted by FMK leaves nothing behind, also when that comes first', () => {
  const citizen = new Citizen(noon(2)).hears(deletion(noon(3)), planned);
  expect([standing(citizen), citizen.open]).toEqual(['deleted', []]);
  expect(citizen.world.family[0]?.state.snapshot.context).toMatchObject({ rolls: {} });
  expect(standing(citizen.hears(period('Planlagt', noon(4))))).toBe('planned');
});

it('does not ask for a roll that was in use before anyone told of it', () => {
  const citizen = new Citizen(noon(15)).hears(dispensed);
  expect([standing(citizen), citizen.open]).toEqual(['dispensed', []]);
});

it('asks nothing of a case that is ended or voided, and again when that is taken back', () => {
  const citizen = new Citizen(noon(12)).hears(planned).waitsUntil(noon(12));
  expect(citizen.open).toEqual(['dispensing-period.dispensing']);
  expect(citizen.does('voidCase', { reason: 'wrong citizen' }).open).toEqual([]);
  citizen.hears(dispensed, period('Ekspederes ikke', noon(10)));
  expect(citizen.open).toEqual([]);
  expect(citizen.does('restoreVoided', { reason: 'was right' }).open).toContain('dispensing-period.replacement');
});

it('rests while a death stands, also one that was reported before the roll was heard of', () => {
  const citizen = new Citizen(noon(9)).hears(dispensed, fact('STIN', noon(9)), fact('MORS', noon(9)));
  expect(citizen.open).toEqual(['dose-dispensing.death.reported.due']);
  citizen.hears(period('Planlagt', noon(9), { periodId: 'b', startDate: '2023-03-10', endDate: '2023-03-23' }));
  expect(citizen.waitsUntil('2023-03-09T13:00:00Z').open).toEqual(['dose-dispensing.death.reported.due']);
  citizen.hears(fact('MORS', noon(9), { change: 'cancelled' })).waitsUntil('2023-03-09T13:00:00Z');
  expect(citizen.open).toContain('dispensing-period.receipt');
  expect(citizen.open).toContain('dispensing-period.dispensing');
});

/** What each of FMK's operations does to a period (§4.1.3): where it stands then, and what the municipality is asked. */
describe('FMK’s operations on a period', () => {
  const toPacked = ['Planlagt', 'Klar til pakning', 'Pakning påbegyndt', 'Pakning afsluttet'];
  const told = (statuses: readonly string[]): Citizen =>
    new Citizen(noon(2)).hears(...statuses.map((status, n) => period(status, noon(2 + n))));
  /** Of the roll alone: of the citizen, taken over, it is also asked what is used until it begins. */
  const asked = ({ open }: Citizen): string[] =>
    open.filter((key) => key.startsWith('dispensing-period.')).map((key) => key.slice('dispensing-period.'.length));

  it.each<[operation: string, statuses: readonly string[], stage: string, duties: readonly string[]]>([
    ['StartHandling', ['Planlagt', 'Klar til pakning'], 'readyForPacking', []],
    ['AbortHandling, back to planned', ['Planlagt', 'Klar til pakning', 'Planlagt'], 'planned', []],
    ['AbortPacking by the packing pharmacy', [...toPacked.slice(0, 3), 'Klar til pakning'], 'readyForPacking', []],
    ['AbortPacking of what is packed', [...toPacked, 'Klar til pakning'], 'readyForPacking', []],
    ['Effectuate', [...toPacked, 'Ekspederet'], 'dispensed', ['receipt']],
    ['UndoEffectuation, back to packed', [...toPacked, 'Ekspederet', 'Pakning afsluttet'], 'packed', []],
    [
      'UndoEffectuation, not handed out',
      [...toPacked, 'Ekspederet', 'Ikke udleveret af apoteket'],
      'notDelivered',
      ['replacement'],
    ],
    ['Effectuate once more', [...toPacked, 'Ekspederet', 'Pakning afsluttet', 'Ekspederet'], 'dispensed', ['receipt']],
    ['Discard', [...toPacked, 'Ekspederet', 'Kasseres'], 'discarded', ['replacement']],
    ['UndoDiscard', [...toPacked, 'Ekspederet', 'Kasseres', 'Ekspederet'], 'dispensed', ['receipt']],
    ['not dispensed, from planned', ['Planlagt', 'Ekspederes ikke'], 'notDispensed', ['replacement']],
    ['Delete', ['Planlagt', 'Slettet'], 'deleted', []],
  ])('%s', (_, statuses, stage, duties) => {
    const citizen = told(statuses);
    expect([standing(citizen), asked(citizen)]).toEqual([stage, duties]);
    expect(contextOf(citizen).unexpected).toEqual([]);
  });

  it('aborted, it is asked for again the day before it starts (A4)', () => {
    const citizen = told([...toPacked, 'Klar til pakning']);
    expect(asked(citizen)).toEqual([]);
    expect(asked(citizen.waitsUntil('2023-03-12T07:00:00Z'))).toEqual(['dispensing']);
  });

  it('undone after the day before its start, its dispensing is asked for at once, and no more its receipt', () => {
    const citizen = told([...toPacked, 'Ekspederet']).waitsUntil(noon(12));
    expect(asked(citizen)).toEqual(['receipt']);
    citizen.hears(period('Pakning afsluttet', noon(12))).waitsUntil(noon(12));
    expect(asked(citizen)).toEqual(['dispensing']);
    expect(asked(citizen.hears(period('Ekspederet', '2023-03-12T13:00:00.000Z')))).toEqual(['receipt']);
  });
});

/** FMK's five words for a roll packed out of turn (§3.8). */
describe.each([
  'Akut ændring af medicinering',
  'Akut erstatningspakning for ændret medicinering',
  'Akut erstatningspakning for mistet medicin',
  'Akut supplerende pakning for tilføjet medicinering',
  'Akut fremskudt pakning',
])('an acute packing: %s', (acutePacking) => {
  const days = { startDate: '2023-03-06', endDate: '2023-03-12' };
  const ordinary = period('Ekspederet', noon(1), { periodId: 'o', startDate: '2023-02-27', endDate: '2023-03-12' });
  const acute = (status: string, day: number): Message => period(status, noon(day), { ...days, acutePacking });
  const rolls = (citizen: Citizen): Citizen => citizen.hears(ordinary, acute('Planlagt', 3));
  const alarms = ({ world: { family } }: Citizen): string[] => {
    const context = family[0]?.state.snapshot.context as { alarms: { kind: string }[] };
    return context.alarms.map(({ kind }) => kind);
  };
  const acuteRoll = ({ world: { family } }: Citizen) =>
    family.find(({ state }) => (state.snapshot.context as Partial<PeriodContext>).periodId === 'a');

  it('is followed as any roll: late, handed out, received', () => {
    const citizen = rolls(new Citizen(noon(3))).waitsUntil('2023-03-05T07:00:00Z');
    expect(citizen.open).toContain('dispensing-period.dispensing');
    expect(citizen.hears(acute('Ekspederet', 5)).open).toContain('dispensing-period.receipt');
    expect(acuteRoll(citizen)?.state.snapshot.value).toMatchObject({ roll: 'dispensed' });
  });

  it('may lie over the ordinary roll of its card, and is no next roll (A3)', () => {
    const citizen = rolls(new Citizen(noon(3)));
    expect(alarms(citizen)).not.toContain('periodsOverlap');
    expect(alarms(citizen.hears(acute('Ekspederet', 4)).waitsUntil(noon(8)))).toContain('noNextPeriod');
  });

  it('that does not come is asked about like the one it stands in for', () => {
    const citizen = rolls(new Citizen(noon(3))).hears(acute('Ekspederes ikke', 4));
    expect(citizen.open).toContain('dispensing-period.replacement');
  });
});
