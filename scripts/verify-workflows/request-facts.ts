import type { Target } from '../../src/engine/decide-family.ts';
import type { JsonObject, Message } from '../../workflows/definition.ts';
import type { Directory, RequestChanged } from '../../workflows/prescription-request/messages.ts';
import { message } from './moves.ts';
import { rootId } from './walk.ts';

/** A hospital department, and what the directory knows of it. */
const hospital = (region: string, takesRequests = true) => ({ kind: 'hospital', region, takesRequests });
const gp = { kind: 'gpPractice', region: '1084', takesRequests: true };

type Addressee = 'west' | 'east' | 'noWay' | 'gp' | 'unknown';
const units = {
  west: [{ source: 'SKS', id: '7005055' }, hospital('1082')],
  east: [{ source: 'SOR', id: '265161000016000' }, hospital('1084')],
  noWay: [{ source: 'SKS', id: '8001506' }, hospital('1081', false)],
  gp: [{ source: 'Yder', id: '061069' }, gp],
  unknown: [{ source: 'SKS', id: '9999999' }, null],
} as const;

interface Say {
  to?: readonly Addressee[];
  by?: Addressee;
  careRecord?: string;
  isMunicipalitys?: boolean;
}

/**
 * `requestTold('unhandled', '2023-03-01T12:00:00Z', { to: ['west'] })`: what FMK shows of a request, and what the directory
 * knew, with the rest filled in: the system asks to renew the only prescription of the drug `d`.
 */
export function requestTold(status: string, occurredAt: string, say: Say = {}, more: JsonObject = {}): Message {
  const { to = ['gp'], by, careRecord, isMunicipalitys = false } = say;
  const directory: Directory = {
    addressedTo: to.map((name) => units[name][1]),
    cancelledBy: by ? [units[by][1]] : [],
    ...(careRecord && { careRecord }),
    isMunicipalitys,
  };
  return message('fact', 'requestObserved', occurredAt, {
    requestId: 'r',
    status,
    createdBy: 'System',
    addressedTo: to.map((name) => ({ ...units[name][0] })),
    drugId: 'd',
    ...(by && { cancelledBy: [{ ...units[by][0] }] }),
    directory,
    ...more,
  });
}

/** Where a fact of a request goes: to the child that is the request, opened where there is none. */
export function requestOf({ data }: Message, root = rootId): Target {
  const requestId = data['requestId'] as string;
  return { kind: 'child', root, workflow: 'prescription-request', aliases: [requestId], data: { requestId } };
}

/** What a request tells its case. */
export function requestChanged(request: string, at: string, more: Partial<RequestChanged> = {}): Message {
  return message('internal', 'requestChanged', at, {
    request,
    drugId: 'd',
    stage: 'awaitingAnswer',
    renewal: 'awaitingAnswer',
    citizenDead: false,
    municipality: '0101',
    of: { isClosed: false, cutOffs: [], prescriptions: [] },
    ...more,
  });
}
