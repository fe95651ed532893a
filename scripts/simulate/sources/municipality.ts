import { danishDate, shiftDay } from '../../../workflows/calendar.ts';
import { command, organisations, toCase } from '../happening.ts';
import type { Source } from '../sources.ts';

/** [I] Of the citizens, in percent: the highest reimbursement, as most have it. */
export const reimbursementPercent = 85;

/** What the municipality enters without being asked: the subsidy of those taken over, an ending, and a move. */
export const municipality: Source = ({ isNew, isPaidFor, opensAt, ending, movesAt }) => [
  ...(isNew
    ? []
    : [
        command('municipality', toCase, 'recordSubsidy', { orderedBy: 'gp' }, opensAt, 'gp'),
        command('municipality', toCase, 'recordReimbursement', { percent: reimbursementPercent }, opensAt),
        ...(isPaidFor ? [command('municipality', toCase, 'agreePayer', { payer: 'municipality' }, opensAt)] : []),
      ]),
  ...(ending
    ? [command('municipality', toCase, 'planEnding', { reason: 'citizenDeclines', lastDay: ending.lastDay }, ending.at)]
    : []),
  ...(movesAt
    ? [
        command(
          'municipality',
          toCase,
          'moveMunicipality',
          { organisationId: organisations.otherMunicipality, from: shiftDay(danishDate(movesAt), 7) },
          movesAt,
        ),
      ]
    : []),
];
