/** Everything that the pages ask of the API. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './api.ts';
import type { CareSetting, CaseView, OrganisationKind, RollRiskKind, WorkflowName } from './api.ts';

/** The clock alone is asked for by the clock: what moves is told (live.ts), and each list is a logged reading of its cases. */
const clockMs = 60_000;
const pageSize = 25;

export const myself = queryOptions({
  queryKey: ['me'],
  queryFn: () => answerOf(api.GET('/api/me')),
  staleTime: Infinity,
});

export const clock = queryOptions({
  queryKey: ['clock'],
  queryFn: () => answerOf(api.GET('/api/clock')),
  refetchInterval: clockMs,
});

export const demonstration = queryOptions({
  queryKey: ['demonstration'],
  queryFn: () => answerOf(api.GET('/api/demonstration')),
  staleTime: Infinity,
});

export const developmentPersons = queryOptions({
  queryKey: ['development persons'],
  queryFn: async () => {
    const { data, response } = await api.GET('/api/dev/persons');
    if (response.status === 404) return null;
    if (!data) throw new Error(response.statusText);
    return data.items;
  },
});

/** What stands in the address of the worklist. */
export interface TasksAsked {
  hvis?: 'mine' | 'ledige' | undefined;
  frist?: 'overskredet' | 'idag' | 'uge' | undefined;
  om?: WorkflowName | undefined;
  udsatte?: true | undefined;
  efter?: string | undefined;
}

const dues = { overskredet: 'passed', idag: 'today', uge: 'week' } as const;

export const taskList = (asked: TasksAsked) =>
  queryOptions({
    queryKey: ['tasks', asked],
    queryFn: () => {
      const { hvis, frist, om, udsatte, efter } = asked;
      const query = {
        limit: 50,
        ...(hvis === 'mine' && { mine: 'true' as const }),
        ...(hvis === 'ledige' && { free: 'true' as const }),
        ...(frist && { due: dues[frist] }),
        ...(om && { workflow: om }),
        ...(udsatte && { snoozed: 'true' as const }),
        ...(efter && { after: efter }),
      };
      return answerOf(api.GET('/api/tasks', { params: { query } }));
    },
    placeholderData: keepPreviousData,
  });

/** Kept under tasks, which are asked for anew when something moves. */
export const gpQuestions = (after: string | undefined) =>
  queryOptions({
    queryKey: ['tasks', 'of the practice', after],
    queryFn: () =>
      answerOf(api.GET('/api/gp-questions', { params: { query: { limit: 100, ...(after && { after }) } } })),
    placeholderData: keepPreviousData,
  });

export const substitutionProposals = (after: string | undefined) =>
  queryOptions({
    queryKey: ['tasks', 'substitution proposals', after],
    queryFn: () =>
      answerOf(api.GET('/api/substitution-proposals', { params: { query: { limit: 100, ...(after && { after }) } } })),
    placeholderData: keepPreviousData,
  });

/** What stands in the address of the rolls at risk. */
export interface RollsAsked {
  aarsag?: RollRiskKind | undefined;
  efter?: string | undefined;
}

export const rollsAtRisk = (after: string | undefined) =>
  queryOptions({
    queryKey: ['tasks', 'rolls at risk', after],
    queryFn: () =>
      answerOf(api.GET('/api/rolls-at-risk', { params: { query: { limit: 100, ...(after && { after }) } } })),
    placeholderData: keepPreviousData,
  });

export const deputies = queryOptions({
  queryKey: ['deputies'],
  queryFn: () => answerOf(api.GET('/api/deputies')),
});

export const colleagues = queryOptions({
  queryKey: ['colleagues'],
  queryFn: () => answerOf(api.GET('/api/tasks/colleagues')),
});

export const caseList = (after: string | undefined) =>
  queryOptions({
    queryKey: ['cases', after],
    queryFn: () => {
      const query = { order: 'deadline', limit: pageSize, ...(after && { after }) } as const;
      return answerOf(api.GET('/api/cases', { params: { query } }));
    },
    placeholderData: keepPreviousData,
  });

export const oneCase = (id: string) =>
  queryOptions({
    queryKey: ['case', id],
    queryFn: () => answerOf(api.GET('/api/cases/{id}', { params: { path: { id } } })),
  });

/** What a case was asked at: it is asked further only when it, or a case within it, has moved. */
export function revisionsOf({ id, revision, children }: CaseView): string {
  return [`${id}:${revision}`, ...children.map(revisionsOf)].join(' ');
}

export const explanation = (id: string, revisions: string) =>
  queryOptions({
    queryKey: ['explanation', id, revisions],
    queryFn: () => answerOf(api.GET('/api/cases/{id}/explain', { params: { path: { id } } })),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

export const eventLog = (id: string, revisions: string) =>
  infiniteQueryOptions({
    queryKey: ['event log', id, revisions],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/cases/{id}/journal', {
          params: { path: { id }, query: { limit: 20, ...(pageParam && { after: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

/** What stands in the address of the list of candidates. */
export interface CandidatesAsked {
  bolig?: CareSetting | undefined;
  klar?: true | undefined;
  efter?: string | undefined;
}

export const candidateList = ({ bolig, klar, efter }: CandidatesAsked) =>
  queryOptions({
    queryKey: ['candidates', bolig, klar, efter],
    queryFn: () => {
      const query = {
        limit: 50,
        ...(bolig && { careSetting: bolig }),
        ...(klar && { unblocked: 'true' as const }),
        ...(efter && { after: efter }),
      };
      return answerOf(api.GET('/api/candidates', { params: { query } }));
    },
    placeholderData: keepPreviousData,
  });

/** The latest of what happened, for whoever was overtaken by it. */
export const latestEvents = (id: string) =>
  queryOptions({
    queryKey: ['case', id, 'latest'],
    queryFn: () => answerOf(api.GET('/api/cases/{id}/journal', { params: { path: { id }, query: { limit: 3 } } })),
  });

export const charges = (id: string, revisions: string) =>
  queryOptions({
    queryKey: ['charges', id, revisions],
    queryFn: () => answerOf(api.GET('/api/cases/{id}/charges', { params: { path: { id } } })),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

export const careMessages = (id: string, revisions: string) =>
  queryOptions({
    queryKey: ['care messages', id, revisions],
    queryFn: () => answerOf(api.GET('/api/cases/{id}/care-messages', { params: { path: { id } } })),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

/** The same where the case's revision is not at hand: kept under the case, which is asked for anew when it moves. */
export const careMessagesOf = (id: string) =>
  queryOptions({
    queryKey: ['case', id, 'care messages'],
    queryFn: () => answerOf(api.GET('/api/cases/{id}/care-messages', { params: { path: { id } } })),
  });

export const notes = (root: string) =>
  queryOptions({
    queryKey: ['notes', root],
    queryFn: () => answerOf(api.GET('/api/cases/{id}/notes', { params: { path: { id: root } } })),
  });

export const adverseEvent = (id: string, revision: number) =>
  queryOptions({
    queryKey: ['adverse event', id, revision],
    queryFn: () => answerOf(api.GET('/api/cases/{id}/adverse-event', { params: { path: { id } } })),
    staleTime: Infinity,
  });

/** The rules in force, and the sets that may be beside them, by name. */
export const policies = queryOptions({
  queryKey: ['policies'],
  queryFn: () => answerOf(api.GET('/api/policies')),
  staleTime: 60_000,
});

/** Drugs of the price list by the beginning of a name: a POST, as what is asked for is someone's medicine. */
export const drugs = (text: string) =>
  queryOptions({
    queryKey: ['drugs', text],
    queryFn: () => answerOf(api.POST('/api/drugs/search', { body: { text } })),
    enabled: text.length > 1,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });

/** All of a kind, by name. */
export const organisations = (kind: OrganisationKind) =>
  queryOptions({
    queryKey: ['organisations', kind],
    queryFn: async () => {
      const all = [];
      let after: string | null | undefined;
      do {
        const query = { kind, limit: 200, ...(after && { after }) };
        const page = await answerOf(api.GET('/api/organisations', { params: { query } }));
        all.push(...page.items);
        after = page.next;
      } while (after);
      return all.toSorted((a, b) => a.name.localeCompare(b.name, 'da'));
    },
    staleTime: Infinity,
  });

export const chart = (workflow: string, version: number) =>
  queryOptions({
    queryKey: ['chart', workflow, version],
    queryFn: () => answerOf(api.GET('/api/charts/{workflow}/{version}', { params: { path: { workflow, version } } })),
    staleTime: Infinity,
  });

/** Whom to turn to today outside a municipality's own house: its health cluster, and the pharmacies' association. */
export const contactsOf = (municipality: string) =>
  queryOptions({
    queryKey: ['contacts', municipality],
    queryFn: () => answerOf(api.GET('/api/reference/contacts', { params: { query: { municipality } } })),
  });

export const organisation = (id: string) =>
  queryOptions({
    queryKey: ['organisation', id],
    queryFn: () => answerOf(api.GET('/api/organisations/{id}', { params: { path: { id } } })),
    staleTime: Infinity,
  });

const minute = 60_000;

export const uptake = queryOptions({
  queryKey: ['statistics', 'uptake'],
  queryFn: () => answerOf(api.GET('/api/statistics/uptake')),
  staleTime: minute,
});

export const flow = queryOptions({
  queryKey: ['statistics', 'flow'],
  queryFn: () => answerOf(api.GET('/api/statistics/flow', { params: { query: {} } })),
  staleTime: minute,
});

export const departments = queryOptions({
  queryKey: ['statistics', 'admissions'],
  queryFn: () => answerOf(api.GET('/api/statistics/admissions', { params: { query: {} } })),
  staleTime: minute,
});

export const clusterUptake = queryOptions({
  queryKey: ['statistics', 'quality clusters'],
  queryFn: () => answerOf(api.GET('/api/statistics/quality-clusters')),
});

export const requestCounts = queryOptions({
  queryKey: ['statistics', 'requests'],
  queryFn: () => answerOf(api.GET('/api/statistics/requests')),
  staleTime: minute,
});

export const supplyReach = queryOptions({
  queryKey: ['statistics', 'supply'],
  queryFn: () => answerOf(api.GET('/api/statistics/supply')),
  staleTime: minute,
});

export const fees = (from: string, to: string) =>
  queryOptions({
    queryKey: ['statistics', 'fees', from, to],
    queryFn: () => answerOf(api.GET('/api/statistics/fees', { params: { query: { from, to } } })),
    staleTime: minute,
  });

export const recall = queryOptions({
  queryKey: ['statistics', 'recall'],
  queryFn: () => answerOf(api.GET('/api/statistics/recall', { params: { query: { limit: 50 } } })),
});

export const parameters = queryOptions({
  queryKey: ['statistics', 'parameters'],
  queryFn: () => answerOf(api.GET('/api/statistics/parameters')),
});

export const programme = queryOptions({
  queryKey: ['programme'],
  queryFn: () => answerOf(api.GET('/api/programme')),
});

export const geography = queryOptions({
  queryKey: ['geography'],
  queryFn: () => answerOf(api.GET('/api/reference/geography', { params: { query: {} } })),
  staleTime: Infinity,
});
