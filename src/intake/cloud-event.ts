import { plainToInstance } from 'class-transformer';
import { Equals, IsObject, Length, Matches, validateSync } from 'class-validator';
import type { DataClass, JsonObject, WorkflowName } from '../../workflows/definition.ts';
import type { Definitions } from '../engine/engine.ts';
import { readData } from '../engine/message-schema.ts';
import { checkCpr } from '../kernel/cpr.ts';
import type { Cpr } from '../kernel/cpr.ts';
import { fieldFaults } from '../kernel/field-faults.ts';
import type { FieldFault } from '../kernel/field-faults.ts';

/** The attributes of CloudEvents 1.0 that are read here; extensions are allowed and passed over. */
class Envelope {
  @Equals('1.0')
  specversion!: string;

  /** NUL cannot be stored in PostgreSQL's text. */
  @Length(1, 200)
  @Matches(/^[^\0]*$/, { message: 'id may not hold NUL' })
  id!: string;

  @Length(1, 200)
  @Matches(/^[^\0]*$/, { message: 'source may not hold NUL' })
  source!: string;

  @Matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/, {
    message: 'time must be an RFC 3339 instant with an offset',
  })
  time!: string;

  @Matches(/^dk\.dosisflow\.[a-z]+\.[A-Za-z]+\.v1$/, { message: 'type must be dk.dosisflow.<source>.<fact>.v1' })
  type!: string;

  @IsObject()
  data!: Record<string, unknown>;
}

/** A fact about a product, whose case has no citizen. */
export interface ProductEvent {
  id: string;
  source: string;
  workflow: WorkflowName;
  type: string;
  data: JsonObject;
  occurredAt: string;
}

/** A fact about one citizen, in our words. */
export interface Event {
  id: string;
  source: string;
  workflow: WorkflowName;
  type: string;
  cpr: Cpr;
  data: JsonObject;
  occurredAt: string;
  /** What the sender said, where the event is taken as of another time. */
  saidAt?: string;
}

export type ReadEvent =
  | { ok: true; event: Event | ProductEvent }
  | { ok: false; id: string | null; source: string | null; faults: FieldFault[] };

/** Which workflows may take the facts of a source, the third part of the type: the one that knows the fact does. */
const workflowsOf: Readonly<Record<string, readonly WorkflowName[]>> = {
  fmk: ['dose-dispensing', 'dispensing-period', 'prescription-request'],
  municipality: ['dose-dispensing'],
  product: ['dose-dispensing'],
  hospital: ['hospital-stay'],
};

/** The source that an event of any form speaks for; empty where it names none. */
export function sourceOf(event: unknown): string {
  const type = isRecord(event) ? event['type'] : undefined;
  return (typeof type === 'string' && type.split('.')[2]) || '';
}

/** Reads one event, or names every field that does not fit. Never repeats a value: it may be a citizen's. */
export function readCloudEvent(definitions: Definitions, raw: Buffer): ReadEvent {
  const given: unknown = parse(raw);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return {
      ok: false,
      id: null,
      source: null,
      faults: [{ field: '', message: 'Expected a CloudEvent as a JSON object' }],
    };
  }
  const envelope = plainToInstance(Envelope, given);
  const faults = fieldFaults(validateSync(envelope, { forbidUnknownValues: false }));
  const occurredAt = new Date(envelope.time);
  if (Number.isNaN(occurredAt.getTime()))
    faults.push({ field: 'time', message: 'time must be an instant that exists' });
  const fact = productFactOf(definitions, envelope.type) ?? factOf(definitions, envelope.type);
  if (!fact) faults.push({ field: 'type', message: 'type must name a fact that is known' });
  const { cpr, ...rest } = isRecord(envelope.data) ? envelope.data : {};
  const checked = checkCpr(typeof cpr === 'string' ? cpr : '');
  const isOfCitizen = fact?.about !== 'product';
  if (isOfCitizen && checked.kind === 'invalid') {
    faults.push({ field: 'data.cpr', message: 'cpr must have ten digits and a date that exists' });
  }
  // A product's event says nothing of a citizen: one that does is refused as any unknown field is.
  const content = fact && readData(fact.data, isOfCitizen || cpr === undefined ? rest : { ...rest, cpr });
  if (content && !content.ok)
    faults.push(...content.faults.map(({ field, message }) => ({ field: `data.${field}`, message })));
  if (faults.length > 0 || !fact || !content?.ok || (isOfCitizen && checked.kind === 'invalid')) {
    const named = (text: unknown): string | null =>
      typeof text === 'string' && text.length <= 200 && !text.includes('\0') ? text : null;
    return { ok: false, id: named(envelope.id), source: named(envelope.source), faults: oncePerField(faults) };
  }
  const { id, source } = envelope;
  const { workflow, type } = fact;
  const said = { id, source, workflow, type, data: content.data, occurredAt: occurredAt.toISOString() };
  if (!isOfCitizen || checked.kind === 'invalid') return { ok: true, event: said };
  return { ok: true, event: { ...said, cpr: checked.cpr } };
}

/** A fact by its name, and what its content must be. */
export interface Fact {
  about: 'citizen' | 'product';
  workflow: WorkflowName;
  type: string;
  data: DataClass;
}

/** What opens a product's case, and is told of it again whenever it changes. */
function productFactOf(definitions: Definitions, type: unknown): Fact | undefined {
  const { name: workflow, open } = definitions('back-order');
  if (open.kind !== 'product' || type !== `dk.dosisflow.product.${open.type}.v1`) return undefined;
  return { about: 'product', workflow, type: open.type, data: open.data };
}

function factOf(definitions: Definitions, type: unknown): Fact | undefined {
  if (typeof type !== 'string') return undefined;
  const [, , source = '', name = ''] = type.split('.');
  return factNamed(definitions, source, name);
}

/** The workflow that takes this fact of this source; undefined where none does. */
export function factNamed(definitions: Definitions, source: string, name: string): Fact | undefined {
  for (const workflow of Object.hasOwn(workflowsOf, source) ? (workflowsOf[source] ?? []) : []) {
    const { messages } = definitions(workflow);
    const spec = Object.hasOwn(messages, name) ? messages[name] : undefined;
    if (spec?.kind === 'fact') return { about: 'citizen', workflow, type: name, data: spec.data };
  }
  return undefined;
}

function parse(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString());
  } catch {
    return undefined;
  }
}

/** The citizen whom an event claims to be about: events of one citizen keep their order, readable or not. */
export function citizenOf(raw: Buffer): string | undefined {
  const event = parse(raw);
  const data = isRecord(event) ? event['data'] : undefined;
  const cpr = isRecord(data) ? data['cpr'] : undefined;
  return typeof cpr === 'string' ? cpr.replace('-', '') : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function oncePerField(faults: readonly FieldFault[]): FieldFault[] {
  return faults.filter(({ field }, index) => faults.findIndex((other) => other.field === field) === index);
}
