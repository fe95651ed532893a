import createClient from 'openapi-fetch';
import type { components, paths } from './api-types.d.ts';
import { isAttended } from './attended.ts';
import { lostConnection } from './connection.ts';

type Schemas = components['schemas'];
export type Text = Schemas['TextView'];
export type Role = Schemas['Role'];
export type CaseView = Schemas['CaseView'];
export type ListedCase = Schemas['ListedCaseView'];
export type ListedTask = Schemas['ListedTaskView'];
export type RollAtRisk = Schemas['RollAtRiskView'];
export type RollRiskKind = Schemas['RollRiskKind'];
export type GpQuestion = Schemas['GpQuestionView'];
export type GpQuestionPage = Schemas['GpQuestionPage'];
export type Proposal = Schemas['SubstitutionProposalView'];
export type WorkflowName = Schemas['WorkflowName'];
export type CommandView = Schemas['CommandView'];
export type Drug = Schemas['ListedDrugView'];
export type OrganisationKind = Schemas['OrganisationKind'];
export type Candidate = Schemas['CandidateView'];
export type CareSetting = Candidate['careSetting'];
export type Stuck = Schemas['StuckView'];
export type StuckCause = Schemas['StuckCause'];
export type StuckCareRecord = Schemas['StuckCareRecord'];
export type StuckFilter = Schemas['StuckFilterGiven'];
export type StuckSummary = Schemas['StuckSummaryView'];
export type IncidentKind = Schemas['IncidentView']['kind'];
export type TaskView = Schemas['TaskView'];
export type JournalRow = Schemas['JournalRowView'];
export type Explanation = Schemas['ExplanationView'];
export type Chart = Schemas['ChartView'];
export type ChartRegion = Schemas['ChartRegionView'];
export type Caller = Schemas['CallerView'];
export type MunicipalUptake = Schemas['MunicipalUptakeView'];
export type RequestCount = Schemas['RequestCountView'];
export type ParameterKey = Schemas['ParameterKey'];
export type Parameter = Schemas['ParameterView'];
export type ProgrammeItem = Schemas['ProgrammeItemView'];
export type Uptake = Schemas['UptakeView'];
export type InboxSource = Schemas['InboxSource'];
export type InboxStatus = Schemas['InboxStatus'];
export type InboxRow = Schemas['InboxRowView'];
export type InboxMessage = Schemas['MessageView'];
export type ContentState = Schemas['ContentState'];
export type RawReason = Schemas['RawReason'];
export type EmergencyOpening = Schemas['EmergencyOpeningView'];
export type Verdict = Schemas['FollowUp']['verdict'];
export type Delivery = Schemas['DeliveryView'];
export type DeliveryStatus = Delivery['status'];
export type PolicyChange = Schemas['PolicyChangeView'];
export type Introduction = Schemas['IntroductionView'];
export type Agreement = Schemas['AgreementView'];
export type Tariff = Schemas['TariffView'];
export type RoutableKind = Agreement['routes'][number]['kind'];
export type AgreementParty = Agreement['routes'][number]['party'];
export type AgreementRole = Agreement['routes'][number]['role'];
export type ChannelKind = Schemas['ChannelKind'];
export type ContactKind = Schemas['ContactKind'];
export type ClusterPackage = Schemas['ClusterPackage'];
export type RejectionSeen = Schemas['RejectionSeen'];
export type DirectoryOrganisation = Schemas['DirectoryOrganisationView'];
export type Lines = Schemas['LinesView'];

export const api = createClient<paths>({ baseUrl: '' });

api.use({
  onRequest({ request }) {
    if (!isAttended()) request.headers.set('Dosisflow-Unattended', '1');
  },
  // No answer at all: the network is away, or the server.
  onError() {
    lostConnection();
  },
});

/** What is wrong with a field, and the name of the rule that it breaks. */
export interface Fault {
  field: string;
  message: string;
  rule?: string;
}

/** What a refusal tells a program (RFC 9457). */
interface Problem {
  type?: string;
  detail?: string;
  faults?: Fault[];
  refusal?: { code: string; message: Text };
  /** Of the case, where it has moved since. */
  revision?: number;
  /** The case that is there already. */
  case?: string;
}

/** What the server said instead of an answer. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
    statusText: string,
  ) {
    super(problem.detail ?? statusText);
  }

  is(type: string): boolean {
    return this.problem.type === `/problems/${type}`;
  }
}

export async function answerOf<T>(asked: Promise<{ data?: T; error?: Problem; response: Response }>): Promise<T> {
  const { data, error, response } = await asked;
  if (!response.ok) throw new Refused(response.status, error ?? {}, response.statusText);
  return data as T;
}
