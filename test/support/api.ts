import { randomUUID } from 'node:crypto';
import type { CanActivate, ExecutionContext, Provider } from '@nestjs/common';
import { Injectable, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, Reflector } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { Role } from '../../workflows/definition.ts';
import { accessKey } from '../../src/auth/access.ts';
import type { AccessRule } from '../../src/auth/access.ts';
import type { Caller } from '../../src/auth/caller.ts';
import { simulatedClock } from '../../src/db/clock.ts';
import { Store } from '../../src/db/store.ts';
import type { OrganisationKind } from '../../src/db/tables.ts';
import { EngineModule } from '../../src/engine/engine.module.ts';
import type { Definitions } from '../../src/engine/load-family.ts';
import { CasesController } from '../../src/intake/cases.controller.ts';
import { InboxController } from '../../src/intake/inbox.controller.ts';
import { ProblemFilter } from '../../src/intake/problem.filter.ts';
import { RequestValidationPipe } from '../../src/intake/validation.pipe.ts';
import { Problem } from '../../src/kernel/problem.ts';
import { MonitoringModule } from '../../src/monitoring/monitoring.module.ts';
import { WorklistModule } from '../../src/worklist/worklist.module.ts';
import { startEngine } from './engine.ts';
import type { EngineHarness } from './engine.ts';

interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Answer;
  text: string;
}

/** Any answer of the API, as far as a test reads it by name. */
interface Answer {
  [field: string]: unknown;
  id: string;
  seq: number;
  type: string;
  state: Record<string, string>;
  allowedCommands: Answer[];
  items: Answer[];
  next: string | null;
}

export interface Api extends EngineHarness {
  app: NestFastifyApplication;
  store: Store;
  organisation(kind: OrganisationKind): Promise<string>;
  person(role: Role, organisationId: string, more?: Partial<Caller>): Promise<Caller>;
  get(caller: Caller, url: string): Promise<Reply>;
  post(caller: Caller, url: string, body?: object, headers?: Record<string, string>): Promise<Reply>;
}

const callers = new Map<string, Caller>();

/** Knows the caller by id: what a token proves is tested with the guard itself. */
@Injectable()
class CallerGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(accessKey, [
      context.getHandler(),
      context.getClass(),
    ]);
    const request = context.switchToHttp().getRequest<{ headers: Record<string, string>; caller?: Caller }>();
    const caller = callers.get(request.headers['x-caller'] ?? '');
    if (rule?.kind !== 'caller' || !caller || !rule.scopes.some((scope) => caller.scopes.includes(scope))) return false;
    if (rule.roles !== 'any' && !rule.roles.includes(caller.role)) {
      throw new Problem(403, 'forbidden', 'You may not do this', 'Expected another role');
    }
    request.caller = caller;
    return true;
  }
}

const providers: Provider[] = [
  { provide: APP_GUARD, useClass: CallerGuard },
  { provide: APP_FILTER, useClass: ProblemFilter },
  { provide: APP_PIPE, useClass: RequestValidationPipe },
];

@Module({ controllers: [CasesController, InboxController], providers })
class IntakeUnderTest {}

/** The API over a real database of its own. Nothing works on what waits in the tables. */
export async function startApi(definitions: Definitions): Promise<Api> {
  const h = await startEngine(definitions);
  const { dataSource, pool, url } = h.database;
  const store = new Store(dataSource, pool, h.keys, simulatedClock, url);
  const testing = await Test.createTestingModule({
    imports: [
      EngineModule.register({ store, definitions, batchSize: 8 }),
      IntakeUnderTest,
      WorklistModule,
      MonitoringModule,
    ],
  }).compile();
  const app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  // A socket, for Fastify's own inject() loads a package that Jest cannot load under ESM.
  await app.listen(0, '127.0.0.1');
  const address = await app.getUrl();

  const ask = async (method: string, caller: Caller, url: string, body?: object, headers = {}): Promise<Reply> => {
    callers.set(caller.id, caller);
    const reply = await fetch(`${address}${url}`, {
      method,
      headers: { 'x-caller': caller.id, 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    const isJson = reply.headers.get('content-type')?.includes('json');
    const answer = (isJson ? JSON.parse(text) : {}) as Answer;
    return { status: reply.status, headers: Object.fromEntries(reply.headers), text, body: answer };
  };
  return {
    ...h,
    app,
    store,
    organisation: async (kind) => {
      const id = randomUUID();
      await pool.query(
        `insert into organisation (id, kind, name, duty_contact) values ($1, $2, 'En organisation', 'Vagten')`,
        [id, kind],
      );
      return id;
    },
    person: async (role, organisationId, more = {}) => {
      const id = randomUUID();
      const caller: Caller = {
        kind: 'person',
        id,
        subject: id,
        name: `Medarbejder ${id.slice(0, 4)}`,
        role,
        organisationId,
        scopes: ['cases', 'operations'],
        ...more,
      };
      await pool.query(
        'insert into person (id, subject, kind, name, role, organisation_id) values ($1, $2, $3, $4, $5, $6)',
        [id, id, caller.kind, caller.name, role, organisationId],
      );
      return caller;
    },
    get: (caller, url) => ask('GET', caller, url),
    post: (caller, url, body, headers) => ask('POST', caller, url, body ?? {}, headers),
    close: async () => {
      await app.close();
      await h.close();
    },
  };
}
