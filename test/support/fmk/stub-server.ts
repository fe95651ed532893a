import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inEnvelope, relationResponse, searchResponse } from './build-message.ts';

/** An FMK of ours that speaks the published messages by SOAP: it answers what a test gives it, and nothing otherwise. */
export interface FmkStub {
  url: string;
  /** The operations asked, in order. */
  asked: string[];
  /**
   * What an operation answers for a citizen, or for an organisation's identifier: in one message, or page after page. With
   * ` IncludeRemovedRelations` after its name, what it answers to whoever asks for them.
   */
  answer(operation: string, about: string, ...pages: string[]): void;
  /** Holds every answer back until what it returns is called. */
  hold(): () => void;
  /** Whether every answer says that it is one page of more. */
  paged: boolean;
  /** Until it is told otherwise, every question is answered with this status. */
  failWith(status: number | undefined): void;
  close(): Promise<void>;
}

export async function startFmkStub(): Promise<FmkStub> {
  const answers = new Map<string, string[]>();
  let held: (() => void)[] | undefined;
  const asked: string[] = [];
  let failure: number | undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const operation = /<soap:Body><(\w+)Request /.exec(body)?.[1] ?? '';
      const about = /<(?:PersonIdentifier|Identifier) source="\w+">(\w+)</.exec(body)?.[1] ?? '';
      asked.push(operation);
      // A citizen of whom FMK has nothing is answered with an empty list, and so is a municipality without requests.
      const empty = operation.startsWith('Search') ? searchResponse([]) : relationResponse({ cpr: about }, []);
      const more =
        body.includes('<IncludeRemovedRelations/>') && answers.get(`${operation} IncludeRemovedRelations ${about}`);
      const pages = more || (answers.get(`${operation} ${about}`) ?? [empty]);
      const page = Number(/<Field name="Identifier">(\d+)</.exec(body)?.[1] ?? 0);
      const paging = stub.paged ? '<Paging/>' : pages.length > 1 ? pagingOf(page + 1, pages.length) : '';
      const xml = inEnvelope(pages[page] ?? '');
      const send = (): void => {
        response.writeHead(failure ?? 200, { 'content-type': 'text/xml; charset=utf-8' });
        response.end(xml.replace('<soap:Header/>', `<soap:Header>${paging}</soap:Header>`));
      };
      if (held) held.push(send);
      else send();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stub: FmkStub = {
    paged: false,
    url: `http://127.0.0.1:${port}/MedicineCard`,
    asked,
    answer: (operation, about, ...pages) => void answers.set(`${operation} ${about}`, pages),
    hold: () => {
      const waiting = (held = []) as (() => void)[];
      return () => {
        held = undefined;
        for (const send of waiting) send();
      };
    },
    failWith: (status) => void (failure = status),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return stub;
}

/** As FMK's published header has it, with one object on each page. */
function pagingOf(page: number, pages: number): string {
  return `<FMKResponseHeader xmlns="http://fmk-teknik.dk/160"><Paging><PagingObject>Objects</PagingObject><PageSize>1</PageSize>
    <TotalSize>${pages}</TotalSize><LastReceived><Field name="Identifier">${page}</Field></LastReceived></Paging></FMKResponseHeader>`;
}
