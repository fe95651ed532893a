/** What the page of stuck cases asks of the API. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './api.ts';
import type { StuckCareRecord, StuckCause, StuckFilter } from './api.ts';

/** What stands in the address of the list of cases that stand still. */
export interface StuckAsked {
  aarsag?: StuckCause | undefined;
  kommune?: string | undefined;
  eoj?: StuckCareRecord | undefined;
  hos?: string | undefined;
  tilstand?: string | undefined;
  dage?: number | undefined;
  efter?: string | undefined;
}

export const filterOf = ({ aarsag, kommune, eoj, hos, tilstand, dage }: StuckAsked): StuckFilter => ({
  ...(aarsag && { cause: aarsag }),
  ...(kommune && { municipality: kommune }),
  ...(eoj && { careRecord: eoj }),
  ...(hos && { organisation: hos }),
  ...(tilstand && { state: tilstand }),
  ...(dage !== undefined && { minDays: dage }),
});

/** What a saved filter is in the address. */
export const askedOf = ({
  cause,
  municipality,
  careRecord,
  organisation,
  state,
  minDays,
}: StuckFilter): StuckAsked => ({
  ...(cause && { aarsag: cause }),
  ...(municipality && { kommune: municipality }),
  ...(careRecord && { eoj: careRecord }),
  ...(organisation && { hos: organisation }),
  ...(state && { tilstand: state }),
  ...(minDays !== undefined && { dage: minDays }),
});

/** Where the same is had as a file. */
export function stuckAddress(path: string, asked: StuckAsked): string {
  const query = Object.entries(filterOf(asked)).map(([name, value]): [string, string] => [name, String(value)]);
  return `${path}?${new URLSearchParams(query).toString()}`;
}

export const stuckList = (asked: StuckAsked) =>
  queryOptions({
    queryKey: ['stuck', asked],
    queryFn: () => {
      const query = { limit: 50, ...filterOf(asked), ...(asked.efter && { after: asked.efter }) };
      return answerOf(api.GET('/api/stuck', { params: { query } }));
    },
    placeholderData: keepPreviousData,
  });

export const stuckSummary = queryOptions({
  queryKey: ['stuck', 'summary'],
  queryFn: () => answerOf(api.GET('/api/stuck/summary')),
});

export const incidents = queryOptions({
  queryKey: ['incidents'],
  queryFn: () => answerOf(api.GET('/api/incidents', { params: { query: { limit: 50 } } })),
});

export const soon = (municipality: string | undefined) =>
  queryOptions({
    queryKey: ['stuck', 'soon', municipality],
    queryFn: () =>
      answerOf(api.GET('/api/stuck/soon', { params: { query: { limit: 50, ...(municipality && { municipality }) } } })),
  });

export const staff = (organisation: string | undefined) =>
  queryOptions({
    queryKey: ['staff', organisation],
    queryFn: () =>
      answerOf(api.GET('/api/stuck/staff', { params: { query: { ...(organisation && { organisation }) } } })),
  });

export const savedViews = queryOptions({
  queryKey: ['saved views'],
  queryFn: () => answerOf(api.GET('/api/stuck/views')),
});
