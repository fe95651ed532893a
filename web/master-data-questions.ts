/** What the page of master data asks of the API. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './api.ts';
import type { OrganisationKind } from './api.ts';
import type { PartName } from './master-data-texts.ts';

/** What stands in the address of the page. */
export interface MasterDataAsked {
  del?: PartName | undefined;
  slags?: OrganisationKind | undefined;
  alle?: true | undefined;
  efter?: string | undefined;
}

export const policies = queryOptions({
  queryKey: ['policies'],
  queryFn: () => answerOf(api.GET('/api/policies')),
});

export const tariffs = queryOptions({
  queryKey: ['tariffs'],
  queryFn: () => answerOf(api.GET('/api/tariffs')),
});

export const agreements = queryOptions({
  queryKey: ['agreements'],
  queryFn: () => answerOf(api.GET('/api/agreements', { params: { query: { limit: 200 } } })),
});

export const channels = (id: string) =>
  queryOptions({
    queryKey: ['channels', id],
    queryFn: () => answerOf(api.GET('/api/organisations/{id}/channels', { params: { path: { id } } })),
  });

export const contacts = queryOptions({
  queryKey: ['contacts'],
  queryFn: () => answerOf(api.GET('/api/reference/contacts', { params: { query: {} } })),
});

export const qualityClusters = queryOptions({
  queryKey: ['quality clusters'],
  queryFn: () => answerOf(api.GET('/api/reference/quality-clusters', { params: { query: {} } })),
});

export const eojVisibility = queryOptions({
  queryKey: ['eoj visibility'],
  queryFn: () => answerOf(api.GET('/api/reference/eoj-visibility', { params: { query: {} } })),
});

export const backOrders = ({ alle, efter }: MasterDataAsked) =>
  queryOptions({
    queryKey: ['back-orders', alle, efter],
    queryFn: () => {
      const query = { limit: 50, ...(alle && { all: 'true' as const }), ...(efter && { after: efter }) };
      return answerOf(api.GET('/api/back-orders', { params: { query } }));
    },
    placeholderData: keepPreviousData,
  });
