/** A small workflow that asks the engine for everything it can do, so that the engine is tested apart from the clinical charts. */
import { IsInt, IsOptional, IsString, Min } from 'class-validator';
import { assign, setup } from 'xstate';
import { millisecondsUntil, plusHours } from '../../workflows/calendar.ts';
import { requests } from '../../workflows/definition.ts';
import type {
  CaseContext,
  CaseEvent,
  CaseInput,
  WorkflowDefinition,
  WorkflowName,
} from '../../workflows/definition.ts';
import { NeverRetryFault } from '../../src/kernel/faults.ts';

class Empty {
  @IsOptional()
  @IsString()
  remark?: string;
}
class Amount {
  @IsOptional()
  @IsInt()
  @Min(1)
  by?: number;

  @IsOptional()
  @IsString()
  note?: string;
}
class Drug {
  @IsString()
  drugId!: string;
}

interface Context extends CaseContext {
  count: number;
  drugs: string[];
  note?: string;
}
type Event = CaseEvent<string, { by?: number; note?: string; drugId?: string; drugIds?: string[] }>;

const due = (context: Context): string => plusHours(context.env.at, 24);

const machine = setup({
  types: { context: {} as Context, events: {} as Event, input: {} as CaseInput },
  actions: { ...requests, fail: () => {} },
  guards: { counted: ({ context }) => context.count > 0 },
  delays: { reply: ({ context }) => millisecondsUntil(due(context), context.env.at) },
}).createMachine({
  id: 'errand',
  type: 'parallel',
  context: ({ input }) => ({ ...input, count: 0, drugs: [] }),
  on: {
    tick: { actions: assign({ count: ({ context, event }) => context.count + (event.data.by ?? 1) }) },
    note: { actions: assign({ note: ({ event }) => event.data.note ?? '' }) },
    pack: { actions: assign({ drugs: ({ context, event }) => [...context.drugs, event.data.drugId ?? ''] }) },
    unpack: {
      actions: assign({ drugs: ({ context, event }) => context.drugs.filter((id) => id !== event.data.drugId) }),
    },
    recalled: { actions: assign({ count: ({ context }) => context.count + 100 }) },
    recall: {
      actions: {
        type: 'broadcast',
        params: ({ event }) => ({ selector: { drugIds: event.data.drugIds ?? [] }, type: 'recalled', data: {} }),
      },
    },
    childDone: { actions: assign({ count: ({ context }) => context.count + 10 }) },
    echo: { actions: { type: 'tell', params: { to: { child: 'hospital-stay:loop' }, type: 'echo', data: {} } } },
    explode: {
      actions: assign(() => {
        throw new NeverRetryFault('the chart has a fault');
      }),
    },
  },
  states: {
    errand: {
      initial: 'idle',
      states: {
        idle: { meta: { title: { da: 'ledig', en: 'idle' } }, on: { ask: 'waiting' } },
        waiting: {
          meta: {
            title: { da: 'venter på svar', en: 'waiting for an answer' },
            task: {
              title: { da: 'Svar', en: 'Answer' },
              deadline: 'due',
              basis: 'municipal',
            },
          },
          after: {
            reply: {
              target: 'overdue',
              actions: {
                type: 'effect',
                params: { kind: 'notice' as const, party: 'municipality' as const, code: 'overdue' },
              },
            },
          },
          on: { answer: { guard: 'counted', target: 'idle' }, askAgain: { target: 'waiting', reenter: true } },
        },
        overdue: { meta: { title: { da: 'overskredet', en: 'overdue' } }, tags: ['late'], on: { answer: 'idle' } },
      },
    },
    life: {
      initial: 'open',
      states: { open: { on: { close: 'closed' } }, closed: { tags: ['closed'], on: { reopen: 'open' } } },
    },
  },
});

const command = { kind: 'command', roles: ['municipalNurse'], label: { da: 'Gør', en: 'Do it' } } as const;

const errand: WorkflowDefinition = {
  name: 'dose-dispensing',
  version: 1,
  title: { da: 'Ærinde', en: 'Errand' },
  machine,
  messages: {
    open: { ...command, data: Empty },
    ask: { ...command, label: { da: 'Spørg', en: 'Ask' }, data: Empty },
    askAgain: { ...command, data: Empty },
    answer: { ...command, label: { da: 'Svar', en: 'Answer' }, data: Empty },
    tick: { ...command, data: Amount },
    note: { ...command, data: Amount },
    pack: { ...command, data: Drug },
    unpack: { ...command, data: Drug },
    recall: { ...command, data: Empty },
    close: { ...command, data: Empty },
    reopen: { ...command, data: Empty },
    explode: { ...command, data: Empty },
    echo: { ...command, data: Empty },
    recalled: { kind: 'internal', basis: 'product', label: { da: 'Tilbagekaldt', en: 'Recalled' } },
    childDone: { kind: 'internal', basis: 'municipal', label: { da: 'Barn færdigt', en: 'Child done' } },
  },
  ignored: [],
  guardReasons: { counted: { da: 'der er intet talt', en: 'nothing has been counted' } },
  deadlines: { due: { role: 'municipalNurse', party: 'municipality', due } },
  open: { kind: 'command', type: 'open', data: Empty, roles: ['municipalNurse'] },
  packedDrugs: (context: Context) => context.drugs,
  statistics: (context: Context) =>
    context.count > 5 ? [{ key: 'many', kind: 'countedMany', occurredAt: '2026-01-01T00:00:00.000Z' }] : [],
};

const visitMachine = setup({
  types: { context: {} as CaseContext & { names: string[] }, events: {} as CaseEvent, input: {} as CaseInput },
  actions: requests,
}).createMachine({
  id: 'visit',
  context: ({ input }) => ({ ...input, names: input.data['names'] as string[] }),
  initial: 'going',
  on: { echo: { actions: { type: 'tell', params: { to: 'parent' as const, type: 'echo', data: {} } } } },
  states: {
    going: {
      on: {
        arrived: {
          target: 'done',
          actions: { type: 'tell', params: { to: 'parent' as const, type: 'childDone', data: {} } },
        },
      },
    },
    done: {},
  },
});

const visit: WorkflowDefinition = {
  name: 'hospital-stay',
  version: 1,
  title: { da: 'Besøg', en: 'Visit' },
  machine: visitMachine,
  messages: { arrived: { kind: 'fact', basis: 'municipal', label: { da: 'Ankommet', en: 'Arrived' }, data: Empty } },
  ignored: ['arrived'],
  guardReasons: {},
  deadlines: {},
  open: { kind: 'fact', child: ({ names }) => ({ aliases: names as string[], data: { names } }) },
  aliases: ({ names }: { names: string[] }) => names,
};

export const errandDefinitions = (name: WorkflowName): WorkflowDefinition =>
  name === 'hospital-stay' ? visit : errand;
