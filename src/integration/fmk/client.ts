import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cpr } from '../../kernel/cpr.ts';
import { NeverRetryFault, RetryFault } from '../../kernel/faults.ts';
import { changesOf } from './changes.ts';
import { maxBytes } from './limits.ts';
import { headerAfter, isLastPage, listOf, pagingsOf } from './paging.ts';
import { readMessage } from './read.ts';
import { receive } from './receive.ts';

/** One answer of FMK's, in as many messages as it came in: as FMK sends them, not looked into but for where they go on. */
export interface FmkAnswer {
  pages: Buffer[];
  /** False where there is more that could not be asked for: nothing follows from what it does not show. */
  isWhole: boolean;
}

/** Reads FMK. Throws a fault that says nothing of the citizen; of a signal, what it is aborted with. */
export interface FmkClient {
  /** A digest of when what FMK knows of the citizen last changed; undefined where FMK does not tell. */
  readChanges(cpr: Cpr, signal: AbortSignal): Promise<string | undefined>;
  readCitizen(cpr: Cpr, signal: AbortSignal): Promise<FmkAnswer[]>;
  /** Only who the citizen is referred to: what tells whether the rest may be read. */
  readRelations(cpr: Cpr, signal: AbortSignal): Promise<FmkAnswer[]>;
  /** Whose requests the municipality has made. */
  searchRequests(municipalityCode: string, signal: AbortSignal): Promise<FmkAnswer>;
}

export function openFmkClient(source: { kind: 'http'; url: string } | { kind: 'folder'; path: string }): FmkClient {
  return source.kind === 'http' ? overHttp(source.url) : fromFolder(source.path);
}

const timeoutMs = 20_000;
/** Of one answer: more is another citizen's card, or an FMK that goes round in a circle. */
const mostPages = 200;
const namespace = 'http://fmk-teknik.dk/160';

interface Question {
  operation: string;
  content: string;
}

/** One that FMK leaves out would live on here, and FMK may be read only while one lives. */
const relationsOf = (cpr: Cpr): Question => ({
  operation: 'GetPatientOrganisationRelation',
  content: `${personOf(cpr)}<IncludeRemovedRelations/>`,
});

/** What FMK is asked of a citizen, each question as its schema has it. */
export function questionsAbout(cpr: Cpr): Question[] {
  const person = personOf(cpr);
  return [
    relationsOf(cpr),
    { operation: 'GetPatientRegistration', content: person },
    { operation: 'GetWarrant', content: `${person}<IncludeAllWarrants/>` },
    {
      operation: 'GetDispensingCard',
      content: `${person}<RequestedPeriod><CurrentAndPendingPeriods/></RequestedPeriod>`,
    },
    { operation: 'GetDispensingPeriods', content: person },
    { operation: 'GetRequestsForWarrant', content: person },
  ];
}

export function searchFor(municipalityCode: string): Question {
  return {
    operation: 'SearchRequestsForWarrantAndDetails',
    content: `<OrderingOrganisation><Type>Kommune</Type><Identifier source="Kommunekode">${municipalityCode}</Identifier></OrderingOrganisation><SummarizeResults/>`,
  };
}

const personOf = (cpr: Cpr): string => `<PersonIdentifier source="CPR">${cpr}</PersonIdentifier>`;

/** The element of the SOAP body. */
export const requestOf = ({ operation, content }: Question): string =>
  `<${operation}Request xmlns="${namespace}">${content}</${operation}Request>`;

/**
 * FMK 1.6 by SOAP. What proves who we are (an ID card of DGWS, or IDWS) is put around it by the gateway that the address leads
 * to: certificates and contract are its owner's.
 */
function overHttp(url: string): FmkClient {
  return {
    async readChanges(cpr, signal) {
      // [I] The version of the card is where FMK lists them. An FMK that does not know the question is read whole.
      const question = { operation: 'GetMedicineCardVersion', content: personOf(cpr) };
      const answer = await ask(url, question, '', signal).catch(() => undefined);
      const read = answer && readMessage(answer, 'text/xml');
      return read?.kind === 'message' ? changesOf(read.root) : undefined;
    },
    async readCitizen(cpr, signal) {
      const answers: FmkAnswer[] = [];
      for (const question of questionsAbout(cpr)) answers.push(await askWhole(url, question, signal));
      return answers;
    },
    readRelations: async (cpr, signal) => [await askWhole(url, relationsOf(cpr), signal)],
    searchRequests: (municipalityCode, signal) => askWhole(url, searchFor(municipalityCode), signal),
  };
}

/** The answer to its last page: FMK says where it stopped, and is given that back. */
async function askWhole(url: string, question: Question, signal: AbortSignal): Promise<FmkAnswer> {
  const pages: Buffer[] = [];
  const pagesOf = new Map<string, number>();
  const asked = new Set<string>();
  let isWhole = true;
  const left = [''];
  for (let header = left.pop(); header !== undefined; header = left.pop()) {
    if (pages.length === mostPages) return { pages, isWhole: false };
    const page = await ask(url, question, header, signal);
    pages.push(page);
    const read = readMessage(page, 'text/xml');
    for (const paging of read.kind === 'message' ? pagingsOf(read.envelope) : []) {
      const list = listOf(paging);
      pagesOf.set(list, (pagesOf.get(list) ?? 0) + 1);
      if (isLastPage(paging, pagesOf.get(list) ?? 0)) continue;
      const next = headerAfter(paging, namespace);
      if (paging.lastReceived.length > 0 && !asked.has(next)) left.push(next);
      else isWhole = false;
      asked.add(next);
    }
  }
  return { pages, isWhole };
}

async function ask(url: string, question: Question, header: string, signal: AbortSignal): Promise<Buffer> {
  const { operation } = question;
  const response = await fetch(url, {
    method: 'POST',
    body:
      '<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">' +
      `${header && `<soap:Header>${header}</soap:Header>`}<soap:Body>${requestOf(question)}</soap:Body></soap:Envelope>`,
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${operation}_160"` },
  }).catch((cause: unknown) => {
    throw new RetryFault('FMK does not answer', { cause });
  });
  if (!response.ok) {
    await response.body?.cancel();
    const answer = `FMK answered ${response.status} to ${operation}`;
    throw response.status >= 500 || [408, 425, 429].includes(response.status)
      ? new RetryFault(answer)
      : new NeverRetryFault(`${answer}: the address or the access must be corrected`);
  }
  const bytes = Buffer.from(
    await response.arrayBuffer().catch((cause: unknown) => {
      throw new RetryFault('FMK broke off its answer', { cause });
    }),
  );
  if (bytes.length > maxBytes) throw new NeverRetryFault(`FMK answered more than ${maxBytes} bytes to ${operation}`);
  return bytes;
}

/** Messages in files, for trying out: those of the citizen, whatever they are called. */
function fromFolder(path: string): FmkClient {
  const messages = async (): Promise<Buffer[]> => {
    const names = await readdir(path).catch((cause: unknown) => {
      throw new RetryFault('The folder of FMK’s messages cannot be read', { cause });
    });
    const found: Buffer[] = [];
    for (const name of names.filter((each) => each.endsWith('.xml')).toSorted()) {
      const file = join(path, name);
      if ((await stat(file)).size <= maxBytes) found.push(await readFile(file));
    }
    return found;
  };
  const anyTime = '1970-01-01T00:00:00Z';
  const isWhole = (bytes: Buffer): boolean => {
    const read = readMessage(bytes, 'application/xml');
    return read.kind === 'message' && pagingsOf(read.envelope).length === 0;
  };
  const about = async (cpr: Cpr, root?: string): Promise<FmkAnswer[]> => {
    const theirs = (await messages()).filter((bytes) => {
      const received = receive(bytes, 'application/xml', anyTime);
      return received.kind === 'facts' && received.cpr === cpr && (root ?? received.root) === received.root;
    });
    return theirs.map((bytes) => ({ pages: [bytes], isWhole: isWhole(bytes) }));
  };
  return {
    readChanges: () => Promise.resolve(undefined),
    readCitizen: (cpr) => about(cpr),
    readRelations: (cpr) => about(cpr, 'GetPatientOrganisationRelationResponse'),
    async searchRequests() {
      const pages = (await messages()).filter((bytes) => {
        const received = receive(bytes, 'application/xml', anyTime);
        return received.kind === 'changed' && received.root === 'SearchRequestsForWarrantAndDetailsResponse';
      });
      return { pages, isWhole: true };
    },
  };
}
