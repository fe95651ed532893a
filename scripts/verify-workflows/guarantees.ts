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
import { warningIsExact } from './guarantee-back-order.ts';
import { outsideGroupByLaw } from './guarantee-substitution.ts';
import { nothingIsLostUnseen } from './guarantee-covered.ts';
import { municipalityPaysByLaw } from './guarantee-payer.ts';
import { powersAreInForce } from './guarantee-powers.ts';
import { readyMeansReady } from './guarantee-ready.ts';
import { requestsComeToAnEnd } from './guarantee-requests.ts';
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
    'Each state in which the citizen is ready: assessment, consent where required, and for every packed drug a D mark and a valid dose prescription, and no “not suited”. Each state in which dose packing runs without them: someone is asked, unless it is accepted or a death stands. Each ended case of which FMK shows a roll to come: someone is asked, also while a death stands, until the roll is gone or taken care of. Each loss of them: dose packing runs on.',
  check: () => readyMeansReady,
};

export const C4: Guarantee = {
  id: 'C4',
  sentence:
    'After a discharge every dose prescription from before the stay is valid, or gone with a reason, or asked about; no day without medicine lies ahead unseen.',
  rNumbers: ['R67', '§8.1.10', '§8.1.17'],
  looks:
    'Each state after a discharge: every prescription that was open at the admission. Each state in which rolls are in use: of each drug, the first day near by that nothing covers has a task that asks about this drug, or about the dose prescription that it lacks, or a person’s answer; a hold, an ending and a death plan the days otherwise. Each state in which dose packing runs and no roll is known, or of a citizen taken over none that has begun, when FMK has had time to be read: someone is asked. Each hold in force, whatever the course: no roll is asked for. Each open question of a discharge before a day without medicine: due while a pharmacy can be reached before that day, or at once. Each message while a discharge is followed up: the stay knows the first day without medicine.',
  check: () => nothingIsLostUnseen,
};

export const C5: Guarantee = {
  id: 'C5',
  sentence:
    'The formal warning is raised exactly when the product and every alternative that could take its place have been on back-order for more than the days that the policy says.',
  rNumbers: ['R56', 'R57', '§8.1.11'],
  looks:
    'Each state of a product whose timers are not behind: warned if and only if each package still sold of the product and of every D-marked alternative that is sold was registered so many Danish dates ago, and neither ended nor withdrawn.',
  check: () => warningIsExact,
};

export const C6: Guarantee = {
  id: 'C6',
  sentence:
    'Substitution outside the group, subsidy, re-prescription, a start by the pharmacy and municipal payment only where the rules in force give that very power; a GP who decides is not passed over.',
  rNumbers: ['R23', 'R30', 'R33', 'R34', 'R45', 'R46', 'R58', '§8.1.3', '§8.1.7'],
  looks:
    'Each command that was accepted: the one power it uses is in force, whatever others are, and a product is below its limit of re-prescriptions. Each renewal that goes to the pharmacist: every product may be re-prescribed. Each state in which the citizen is ready: no GP who decides objects or is still to be heard. Each step: who is to pay, and what the fee ledger charges, against the rules it was decided by. Each state: nobody is asked for a drug outside the group without that power.',
  check: () => all(powersAreInForce, municipalityPaysByLaw, outsideGroupByLaw),
};

export const C7: Guarantee = {
  id: 'C7',
  sentence:
    'A prescription request is closed only by a prescription, a cancellation with a reason or a person, whoever it is addressed to; until then it is watched, and a rejection that the care record does not show is asked about.',
  rNumbers: ['R61', 'R62', 'R63', 'R64', 'R65', '§8.1.4', '§8.1.5'],
  looks:
    'Each closed request: FMK’s prescription, one that the case has seen and that outlives the old one, a request taken back, or a person’s word. Each open one: a timer or a task; after a rejection that the care record does not show, a task about it, until a person has seen it. Each step that closes one: no timer.',
  check: () => requestsComeToAnEnd,
};

export const C8: Guarantee = {
  id: 'C8',
  sentence:
    'A reported death stops every other task but about a roll that FMK shows after the ending, and is asked about at once; a report taken back restores what was there.',
  rNumbers: ['R73', '§8.1.13'],
  looks:
    'Each state with a standing death: only the question about it is open, or in an ended case the one that has a roll stopped. Each other state: a death is told and taken back, and every region and task is as before.',
  check: ({ charts, death }) => {
    if (!death) throw new Error('Expected the walk to say how a death is told and taken back, as C8 needs it');
    return deathStopsTasks((name) => chartOf(charts, name), death.report, death.withdrawal);
  },
};

export const C9: Guarantee = {
  id: 'C9',
  sentence:
    'Nothing is over for good: from every closed state some correction leads back to an open one, and consent withdrawn or an ended case voided by mistake is as before.',
  rNumbers: ['§4.2.4'],
  looks:
    'All states together: each is open, or has a path to one that is; no chart has come to a final state. Where a chart goes by dates or numbers a walk has a last word: there each closed one is told one word more, and must be open. Each withdrawal of consent: taken back at once, it leaves the earlier answer and the course as they were. Each void: taken back four weeks later, an ended case asks about the same rolls.',
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

export const allGuarantees: readonly Guarantee[] = [C1, C2, C3, C4, C5, C6, C7, C8, C9, P3, catalogue];

function chartOf(charts: readonly WorkflowDefinition[], name: string): WorkflowDefinition {
  const found = charts.find((chart) => chart.name === name);
  if (!found) throw new Error(`Expected the walk to know ${name}, but it was not given`);
  return found;
}

/** Several ways of looking at one guarantee. */
function all(...checks: readonly [Check, ...Check[]]): Check {
  const first = <Seen>(look: (check: Check) => Seen | undefined): Seen | undefined => {
    for (const check of checks) {
      const seen = look(check);
      if (seen !== undefined) return seen;
    }
    return undefined;
  };
  return {
    name: checks[0].name,
    state: (world) => first((check) => check.state?.(world)),
    edge: (step) => first((check) => check.edge?.(step)),
  };
}
