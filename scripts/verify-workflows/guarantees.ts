/** What is promised of every state that the charts can come to: the data behind the walks and docs/generated/guarantees.md. */
import type { WorkflowDefinition } from '../../workflows/definition.ts';
import {
  catalogueIsUnderstood,
  deathStopsTasks,
  everythingCanBeCorrected,
  hospitalNeverMovesTheCourse,
  hospitalTasksAreMunicipal,
  nothingStopsInSilence,
} from './checks.ts';
import { nothingIsLostUnseen } from './guarantee-covered.ts';
import { readyMeansReady } from './guarantee-ready.ts';
import type { Check, Move } from './walk.ts';

export interface Guarantee {
  /** As in ARCHITECTURE.md, and the name of its check. */
  id: string;
  sentence: string;
  /** The numbered requirements it rests on, and sections of the domain notes. */
  rNumbers: readonly string[];
  /** What the check looks at. */
  looks: string;
  check: (setting: Setting) => Check;
}

/** What a check may need to know of the walk it goes along with. */
interface Setting {
  charts: readonly WorkflowDefinition[];
  /** How a death is told, and taken back. */
  death: Death | undefined;
}

export interface Death {
  report: Move;
  withdrawal: Move;
}

export const C1: Guarantee = {
  id: 'C1',
  sentence:
    'Admission, leave, discharge, death in hospital, and their corrections and cancellations never by themselves end or stop dose packing.',
  rNumbers: ['R67', 'R68', '§7.2.1'],
  looks:
    'Each step whose message comes from a hospital: the course of dose packing and its timers are the same before and after.',
  check: () => hospitalNeverMovesTheCourse,
};

export const C2: Guarantee = {
  id: 'C2',
  sentence:
    'Nothing stops in silence: every open state has a role that can move it on or a timer that will, and every task a deadline.',
  rNumbers: ['§7.2.10', '§8.1.17'],
  looks:
    'Each state: exactly the timers of its active states are armed; each task has a timer at its deadline; where no timer waits, some command is available, or the case asks about the death for which it rests. Each firing of a timer: it moves the case, or is armed anew.',
  check: () => nothingStopsInSilence,
};

export const C3: Guarantee = {
  id: 'C3',
  sentence:
    'Nobody is ready while something is missing; what is missing while dose packing runs is asked about, and stops nothing.',
  rNumbers: ['R54', '§3.1', '§8.1.18'],
  looks:
    'Each state in which the citizen is ready: assessment, consent where required, and for every packed drug a D mark and a valid dose prescription, and no “not suited”. Each state in which dose packing runs without them: someone is asked, unless it is accepted or a death stands. Each loss of them: dose packing runs on.',
  check: () => readyMeansReady,
};

export const C4: Guarantee = {
  id: 'C4',
  sentence:
    'After a discharge every dose prescription from before the stay is valid, or gone with a reason, or asked about; no day without medicine lies ahead unseen.',
  rNumbers: ['R67', '§8.1.10', '§8.1.17'],
  looks:
    'Each state after a discharge: every prescription that was open at the admission. Each state in which rolls are in use: the first day near by that none covers has a task that asks about it, or a person’s answer; a hold, an ending and a death plan the days otherwise.',
  check: () => nothingIsLostUnseen,
};

export const C8: Guarantee = {
  id: 'C8',
  sentence:
    'A reported death stops every other task and is asked about at once; a report taken back restores what was there.',
  rNumbers: ['R73', '§8.1.13'],
  looks:
    'Each state with a standing death: only the question about it is open. Each other state: a death is told and taken back, and every region and task is as before.',
  check: ({ charts, death }) => {
    if (!death) throw new Error('Expected the walk to say how a death is told and taken back, as C8 needs it');
    return deathStopsTasks((name) => chartOf(charts, name), death.report, death.withdrawal);
  },
};

export const C9: Guarantee = {
  id: 'C9',
  sentence: 'Nothing is over for good: from every closed state some correction leads back to an open one.',
  rNumbers: ['§4.2.4'],
  looks: 'All states together: each is open, or has a path to one that is; no chart has come to a final state.',
  check: () => everythingCanBeCorrected,
};

export const P3: Guarantee = {
  id: 'P3',
  sentence: 'What a hospital notification causes is the municipality’s alone.',
  rNumbers: ['§7.2.2'],
  looks: 'Each state: every open task that rests on a hospital notification is the municipal nurse’s.',
  check: () => hospitalTasksAreMunicipal,
};

export const catalogue: Guarantee = {
  id: 'catalogue',
  sentence: 'Every message of the catalogue is handled, or listed as ignored.',
  rNumbers: [],
  looks:
    'Each state: every command is available or refused with a reason; every fact and internal message is known, or listed as ignored. All walks of a chart together: every message was taken by some state, or is listed; and what is listed did meet a state that does not know it.',
  check: ({ charts }) => catalogueIsUnderstood(charts),
};

export const allGuarantees: readonly Guarantee[] = [C1, C2, C3, C4, C8, C9, P3, catalogue];

function chartOf(charts: readonly WorkflowDefinition[], name: string): WorkflowDefinition {
  const found = charts.find((chart) => chart.name === name);
  if (!found) throw new Error(`Expected the walk to know ${name}, but it was not given`);
  return found;
}
