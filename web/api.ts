import createClient from 'openapi-fetch';
import type { components, paths } from './api-types.d.ts';
import { session } from './session.ts';

type Schemas = components['schemas'];
export type Text = Schemas['TextView'];
export type Role = Schemas['Role'];
export type CaseView = Schemas['CaseView'];
export type ListedCase = Schemas['ListedCaseView'];
export type TaskView = Schemas['TaskView'];
export type JournalRow = Schemas['JournalRowView'];
export type Explanation = Schemas['ExplanationView'];
export type Chart = Schemas['ChartView'];
export type ChartRegion = Schemas['ChartRegionView'];
export type Lines = Schemas['LinesView'];

export const api = createClient<paths>({ baseUrl: '' });

api.use({
  onRequest({ request }) {
    const token = session.token();
    if (token) request.headers.set('Authorization', `Bearer ${token}`);
  },
  onResponse({ response }) {
    if (response.status === 401) session.end();
  },
});

/** What the server said instead of an answer. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

export async function answerOf<T>(
  asked: Promise<{ data?: T; error?: { detail?: string }; response: Response }>,
): Promise<T> {
  const { data, error, response } = await asked;
  if (data === undefined) throw new Refused(response.status, error?.detail ?? response.statusText);
  return data;
}
