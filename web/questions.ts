/** Everything that the pages ask of the API. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './api.ts';
import type { CaseView } from './api.ts';

/** Often enough that one sees a case move; each list is a logged reading of the cases on it. */
const refreshMs = 5_000;
const pageSize = 25;

export const myself = queryOptions({
  queryKey: ['me'],
  queryFn: () => answerOf(api.GET('/api/me')),
  staleTime: Infinity,
});

export const clock = queryOptions({
  queryKey: ['clock'],
  queryFn: () => answerOf(api.GET('/api/clock')),
  refetchInterval: refreshMs,
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

export const caseList = (after: string | undefined) =>
  queryOptions({
    queryKey: ['cases', after],
    queryFn: () => answerOf(api.GET('/api/cases', { params: { query: { limit: pageSize, ...(after && { after }) } } })),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });

export const oneCase = (id: string) =>
  queryOptions({
    queryKey: ['case', id],
    queryFn: () => answerOf(api.GET('/api/cases/{id}', { params: { path: { id } } })),
    refetchInterval: refreshMs,
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

export const chart = (workflow: string, version: number) =>
  queryOptions({
    queryKey: ['chart', workflow, version],
    queryFn: () => answerOf(api.GET('/api/charts/{workflow}/{version}', { params: { path: { workflow, version } } })),
    staleTime: Infinity,
  });

export const organisation = (id: string) =>
  queryOptions({
    queryKey: ['organisation', id],
    queryFn: () => answerOf(api.GET('/api/organisations/{id}', { params: { path: { id } } })),
    staleTime: Infinity,
  });
