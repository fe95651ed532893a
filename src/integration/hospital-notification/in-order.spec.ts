import { type HospitalEvent, changes, hospitalEvents } from '../../../workflows/hospital-stay/messages.ts';
import { inOrder } from './in-order.ts';

function fact(occurredAt: string, event: HospitalEvent, change: (typeof changes)[number], messageId: string) {
  const data = {
    event,
    change,
    messageId,
    episodes: ['s|1'],
    periodStart: occurredAt,
    provider: '1',
    reportOfAdmission: false,
  };
  return { occurredAt, data };
}

it('orders by what happened first, fractions of a second included', () => {
  const times = ['2026-03-02T11:00:02.5Z', '2026-03-02T11:00:02Z', '2026-03-01T23:00:00Z'];
  expect(inOrder(times.map((time) => fact(time, 'STIN', 'new', time))).map(({ occurredAt }) => occurredAt)).toEqual(
    times.toReversed(),
  );
});

it('orders equal instants as a stay runs, corrections after what they correct, and equals as they came', () => {
  const at = '2026-03-02T11:00:02Z';
  const sorted = hospitalEvents.flatMap((event) =>
    changes.flatMap((change) => ['1', '2'].map((id) => fact(at, event, change, id))),
  );
  const shuffled = [
    ...sorted.filter(({ data }) => data.messageId === '1').toReversed(),
    ...sorted.filter(({ data }) => data.messageId === '2'),
  ];
  expect(inOrder(shuffled)).toEqual(sorted);
});
