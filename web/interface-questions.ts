/** What the page of messages in and out asks of the API. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './api.ts';
import type { DeliveryStatus, InboxSource, InboxStatus } from './api.ts';

/** What stands in the address of the page. */
export interface MessagesAsked {
  vis?: 'sendt' | undefined;
  kilde?: InboxSource | undefined;
  status?: InboxStatus | DeliveryStatus | undefined;
  forloeb?: string | undefined;
  modtager?: string | undefined;
  efter?: string | undefined;
}

export const messagesIn = ({ kilde, status, forloeb, efter }: MessagesAsked) =>
  queryOptions({
    queryKey: ['inbox', kilde, status, forloeb, efter],
    queryFn: () => {
      const query = {
        limit: 50,
        ...(kilde && { source: kilde }),
        ...(status && { status: status as InboxStatus }),
        ...(forloeb && { case: forloeb }),
        ...(efter && { after: efter }),
      };
      return answerOf(api.GET('/api/inbox', { params: { query } }));
    },
    placeholderData: keepPreviousData,
  });

export const inboxSummary = queryOptions({
  queryKey: ['inbox', 'summary'],
  queryFn: () => answerOf(api.GET('/api/inbox/summary')),
});

export const message = (id: string) =>
  queryOptions({
    queryKey: ['inbox', 'message', id],
    queryFn: () => answerOf(api.GET('/api/inbox/{id}', { params: { path: { id } } })),
  });

export const messagesOut = ({ status, modtager, efter }: MessagesAsked) =>
  queryOptions({
    queryKey: ['deliveries', status, modtager, efter],
    queryFn: () => {
      const query = {
        limit: 50,
        ...(status && { status: status as DeliveryStatus }),
        ...(modtager && { organisation: modtager }),
        ...(efter && { after: efter }),
      };
      return answerOf(api.GET('/api/deliveries', { params: { query } }));
    },
    placeholderData: keepPreviousData,
  });
