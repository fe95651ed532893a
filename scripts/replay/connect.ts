import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../../src/config.ts';
import { openDevelopmentIssuer } from '../../src/auth/development-issuer.ts';
import { messageOf } from '../../src/kernel/faults.ts';

/** The running server as a player of messages needs it: an adapter that sends, a nurse who opens and looks. */
export interface Server {
  /** False where the citizen has an open case already. */
  openCase(cpr: string, name: string | undefined): Promise<boolean>;
  send(
    body: Buffer,
    contentType: string,
  ): Promise<{ status: number; acknowledgement: string | undefined; headers: Headers }>;
  stateOf(caseId: string): Promise<string>;
  careSettingOf(caseId: string): Promise<string>;
  /** State, open tasks, and what was applied how often, without ids or times. */
  summary(caseId: string): Promise<string[]>;
}

interface CaseView {
  state: Record<string, string>;
  tasks: { title: { en: string }; role: string }[];
}

interface JournalPage {
  items: { kind: string; type: string; outcome: string; occurredAt: string }[];
  next: string | null;
}

/** What the environment gives instead of this machine's own server and issuer. */
export interface Given {
  address: string | undefined;
  adapter: string | undefined;
  nurse: string | undefined;
}

export async function connect(config: Config, given: Given): Promise<Server> {
  const address = given.address ?? `http://127.0.0.1:${config.port}`;
  const issuer = await openDevelopmentIssuer(config.dataFolder, config.oidc.audience);
  const adapter = given.adapter ?? (await issuer.sign('dev|adapter', ['integration']));
  const nurse = given.nurse ?? (await issuer.sign('dev|nurse', ['cases']));

  const call = async (path: string, token: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) };
    try {
      for (;;) {
        const response = await fetch(`${address}${path}`, { ...init, headers });
        if (response.status !== 429) return response;
        await pause(Number(response.headers.get('retry-after') ?? 1) * 1_000);
      }
    } catch (error) {
      throw new Error(
        `Expected Dosisflow at ${address}, but it does not answer (${messageOf(error)}): start it with "npm start"`,
        {
          cause: error,
        },
      );
    }
  };
  const read = async <T>(path: string): Promise<T> => {
    const response = await call(path, nurse);
    if (!response.ok)
      throw new Error(`Expected to read ${path}, but the server answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const view = (caseId: string): Promise<CaseView> => read(`/api/cases/${caseId}`);

  return {
    openCase: async (cpr, name) => {
      const body = JSON.stringify({ workflow: 'dose-dispensing', data: { cpr, ...(name && { name }) } });
      const response = await call('/api/cases', nurse, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
      if (response.status === 201) return true;
      if (response.status === 409) return false;
      throw new Error(`Expected to open a case, but the server answered ${response.status}: ${await response.text()}`);
    },
    send: async (body, contentType) => {
      const response = await call('/fhir/$process-message', adapter, {
        method: 'POST',
        body: new Uint8Array(body),
        headers: { 'content-type': contentType },
      });
      if (response.status === 401 || response.status === 403) {
        throw new Error(
          `The server does not know this adapter (${response.status}): use the same DOSISFLOW_DATA as the server, or DOSISFLOW_ADAPTER_TOKEN`,
        );
      }
      const text = await response.text();
      const acknowledgement =
        response.status === 200 ? /"?(ok|transient-error|fatal-error)"/.exec(text)?.[1] : undefined;
      return { status: response.status, acknowledgement, headers: response.headers };
    },
    stateOf: async (caseId) => states(await view(caseId)),
    careSettingOf: async (caseId) => (await view(caseId)).state['careSetting'] ?? '–',
    summary: async (caseId) => {
      const { tasks, state } = await view(caseId);
      return [
        ...Object.entries(state).map(([region, value]) => `state ${region} ${value}`),
        ...tasks.map(({ title, role }) => `task ${role} ${title.en}`),
        ...(await applied(read, caseId)),
      ];
    },
  };
}

function states({ state }: CaseView): string {
  return state['stay'] ?? Object.values(state).join(' ');
}

/** Each fact that was accepted, once for each time: a message that was applied twice makes another digest. */
async function applied(read: <T>(path: string) => Promise<T>, caseId: string): Promise<string[]> {
  const lines: string[] = [];
  let after: string | null = null;
  do {
    const page: JournalPage = await read(
      `/api/cases/${caseId}/journal?limit=200${after ? `&after=${encodeURIComponent(after)}` : ''}`,
    );
    for (const { kind, type, outcome, occurredAt } of page.items) {
      if (kind === 'fact') lines.push(`fact ${type} ${occurredAt} ${outcome}`);
    }
    after = page.next;
  } while (after);
  return lines;
}
