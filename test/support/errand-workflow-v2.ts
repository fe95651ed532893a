/** A second version of the errand: other names of states, a context that says more, a region and a task that are new. */
import type { Chart } from '../../scripts/verify-workflows/mutant.ts';
import { mutant, stateAt } from '../../scripts/verify-workflows/mutant.ts';
import type { CaseContext, VersionMigration, WorkflowDefinition, WorkflowName } from '../../workflows/definition.ts';
import { errandDefinitions } from './errand-workflow.ts';

const errand = errandDefinitions('dose-dispensing');

function rename(chart: Chart, from: string, to: string): void {
  const { states } = stateAt(chart, 'errand');
  const { [from]: state, ...others } = states;
  if (!state) throw new Error(`Expected the errand to have the state ${from}`);
  stateAt(chart, 'errand').states = { ...others, [to]: state };
}

const migration: VersionMigration = {
  from: 1,
  states: { 'errand.idle': 'errand.free', 'errand.waiting': 'errand.awaiting' },
  context: ({ count, ...rest }: CaseContext & { count: number }) => ({ ...rest, count, counted: count > 0 }),
};

const task = (da: string, en: string, deadline: string): object => ({
  title: { da, en },
  task: { title: { da, en }, role: 'municipalNurse', party: 'municipality', deadline, basis: 'municipal' },
});

const second: WorkflowDefinition = {
  ...mutant(errand, (chart) => {
    stateAt(chart, 'errand')['initial'] = 'free';
    rename(chart, 'idle', 'free');
    rename(chart, 'waiting', 'awaiting');
    stateAt(chart, 'errand.free')['on'] = { ask: 'awaiting' };
    stateAt(chart, 'errand.awaiting')['on'] = { answer: 'free', askAgain: { target: 'awaiting', reenter: true } };
    stateAt(chart, 'errand.overdue')['on'] = { answer: 'free' };
    chart.states['review'] = {
      initial: 'open',
      states: {
        open: { meta: task('Gennemgå', 'Review', 'due'), after: { reply: 'done' } },
        done: { meta: { title: { da: 'gennemgået', en: 'reviewed' } } },
      },
    } as unknown as Chart;
  }),
  version: 2,
  migration,
};

/** Where an errand overdue would wait for someone with no deadline. */
const silent: WorkflowDefinition = {
  ...mutant(second, (chart) => {
    stateAt(chart, 'errand.overdue')['meta'] = task('Svar nu', 'Answer now', 'due');
  }),
  version: 2,
  migration,
};

/** Where nobody has said what an errand overdue becomes. */
const forgetful: WorkflowDefinition = {
  ...mutant(second, (chart) => {
    delete stateAt(chart, 'errand').states['overdue'];
    stateAt(chart, 'errand.awaiting')['after'] = { reply: 'free' };
  }),
  version: 2,
  migration,
};

/** Both versions, as a process knows them while cases move from one to the other. */
function bothVersions(newer: WorkflowDefinition): (name: WorkflowName, version?: number) => WorkflowDefinition {
  return (name, version) => (name === 'dose-dispensing' && version !== 1 ? newer : errandDefinitions(name));
}

export const withSecondVersion = bothVersions(second);
export const withSilentVersion = bothVersions(silent);
export const withForgetfulVersion = bothVersions(forgetful);
