import { plusHours } from '../../../workflows/calendar.ts';
import { fact, toCase } from '../happening.ts';
import type { Happening } from '../happening.ts';
import type { Source } from '../sources.ts';

/** Deaths that the register tells: about two thirds give no hospital message (R73). A few are told wrongly and taken back. */
export const deaths: Source = ({ number, deathToldAt, falseDeathAt }) => {
  const told = (at: string, withdrawn: boolean): Happening => {
    const reportId = `death-${number}`;
    const data = { reportId, source: 'CPR', withdrawn };
    return fact('register', toCase, 'deathReportObserved', data, at, `${reportId}:${withdrawn}`);
  };
  return [
    ...(deathToldAt ? [told(deathToldAt, false)] : []),
    ...(falseDeathAt ? [told(falseDeathAt, false), told(plusHours(falseDeathAt, 30), true)] : []),
  ];
};
