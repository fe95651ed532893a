import type { TestServer } from '../server.ts';

export interface Sent {
  status: number;
  /** Of the acknowledgement; none in an OperationOutcome. */
  code: string | undefined;
  text: string;
  /** The case of the stay; null where the message reached none. */
  stay: string | null;
}

/** Sends a message as a hospital's adapter does. */
export async function send(
  server: TestServer,
  body: Uint8Array | string,
  contentType = 'application/fhir+json',
): Promise<Sent> {
  const response = await server.call('adapter', 'POST', '/fhir/$process-message', body, {
    'content-type': contentType,
  });
  const text = await response.text();
  const code = /"?code"?[:=\s]*(?:value=)?"(ok|transient-error|fatal-error)"/.exec(text)?.[1];
  return { status: response.status, code, text, stay: response.headers.get('dosisflow-case') };
}

export interface CaseView {
  id: string;
  state: Record<string, string>;
  tasks: { title: { en: string } }[];
  children: CaseView[];
}

/** A case as the nurse's page reads it. */
export async function view(server: TestServer, caseId: string): Promise<CaseView> {
  return (await (await server.call('nurse', 'GET', `/api/cases/${caseId}`)).json()) as CaseView;
}
