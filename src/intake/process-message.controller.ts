import { Controller, Inject, Logger, Post, Req, Res } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Access, CurrentCaller } from '../auth/access.ts';
import { actorOf } from '../auth/actor-of.ts';
import type { Caller } from '../auth/caller.ts';
import { requireSource } from '../auth/require-source.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import { Engine } from '../engine/engine.ts';
import type { Definitions } from '../engine/engine.ts';
import { write } from '../integration/medcom/write.ts';
import { plainMessage } from '../kernel/faults.ts';
import { keepRaw } from './inbox.ts';
import { medcomSource } from './answer-medcom.ts';
import type { Reply } from './answer-medcom.ts';
import type { Intake } from './take-events.ts';
import { takeMedcom, unavailable } from './take-medcom.ts';

/** The part of Fastify's reply that a controller with its own content types needs. */
interface RawReply {
  status(code: number): this;
  header(name: string, value: string): this;
  send(body?: string): void;
}

/** MedCom messages over HTTP: FHIR's own operation, JSON and XML, answered in the format of the request. */
@Controller('fhir')
export class ProcessMessageController implements Intake {
  readonly #logger = new Logger('ProcessMessage');

  constructor(
    readonly store: Store,
    readonly engine: Engine,
    @Inject(DEFINITIONS) readonly definitions: Definitions,
  ) {}

  @Post('$process-message')
  @Access('integration', 'client')
  async processMessage(
    @Req() request: { body: unknown; headers: Record<string, string | undefined> },
    @Res() response: RawReply,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    requireSource(caller, 'hospital');
    const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    send(response, await this.#take(raw, request.headers['content-type'] ?? '', caller));
  }

  async #take(raw: Buffer, mediaType: string, caller: Caller): Promise<Reply> {
    try {
      const [kept] = await keepRaw(this.store, medcomSource, mediaType, [raw]);
      const row = { id: kept?.id ?? randomUUID(), source: medcomSource, mediaType, raw };
      return await takeMedcom(this, actorOf(caller), row);
    } catch (error) {
      this.#logger.error(`A message could not be put away: ${plainMessage(error)}`);
      return unavailable(raw, mediaType, randomUUID(), new Date().toISOString());
    }
  }
}

function send(response: RawReply, { status, resource, format, effect }: Reply): void {
  response.status(status);
  if (effect) response.header('Dosisflow-Case', effect.caseId).header('Dosisflow-Citizen-Case', effect.root.id);
  if (!resource) return response.send();
  const { body, contentType } = write(resource, format);
  response.header('Content-Type', contentType).send(body);
}
