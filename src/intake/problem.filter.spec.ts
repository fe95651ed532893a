import { Body, Controller, Get, HttpException, Post, Query } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsOptional, IsString, ValidateNested, validateOrReject } from 'class-validator';
import { startApp } from '../../test/support/start-app.ts';
import { RetryFault } from '../kernel/faults.ts';
import { Problem } from '../kernel/problem.ts';
import { ProblemFilter } from './problem.filter.ts';
import { RequestValidationPipe } from './validation.pipe.ts';

class Dose {
  @IsInt()
  amount!: number;
}

class Order {
  @IsString()
  name!: string;

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Dose)
  doses?: Dose[];
}

class Page {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  limit = 50;
}

const secret = '0101010101';

@Controller('thrown')
class ThrowingController {
  @Get('problem')
  problem(): never {
    throw new Problem(409, 'revision-conflict', 'Somebody was faster', 'Expected revision 3, but it is 4', {
      revision: 4,
    });
  }
  @Get('framework')
  framework(): never {
    throw new HttpException(`Cannot find ${secret}`, 404);
  }
  @Get('error')
  error(): never {
    throw new Error(`the row of ${secret}`);
  }
  @Get('database')
  database(): never {
    throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  }
  @Get('retry')
  retry(): never {
    throw new RetryFault('in a moment');
  }
  @Get('invalid')
  invalid(): Promise<void> {
    return validateOrReject(Object.assign(new Dose(), { amount: secret }));
  }
}

@Controller('orders')
class OrderController {
  @Post()
  create(@Body() order: Order): { isOrder: boolean; isDose: boolean } {
    return { isOrder: order instanceof Order, isDose: order.doses?.[0] instanceof Dose };
  }
  @Get()
  list(@Query() { limit }: Page): { limit: number } {
    return { limit };
  }
}

let app: INestApplication;
let url: string;
beforeAll(async () => {
  const providers = [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: RequestValidationPipe },
  ];
  ({ app, url } = await startApp(
    { controllers: [ThrowingController, OrderController], providers },
    { bodyLimit: 200 },
  ));
});
afterAll(() => app.close());

async function call(path: string, init?: RequestInit): Promise<{ response: Response; text: string; body: unknown }> {
  const response = await fetch(url + path, init);
  const text = await response.text();
  return { response, text, body: JSON.parse(text) };
}
const json = 'application/json';
const post = (body: string, type = json): ReturnType<typeof call> =>
  call('/orders', { method: 'POST', body, headers: { 'Content-Type': type } });

describe('ProblemFilter', () => {
  it('writes a problem with its extra members', async () => {
    const { response, body } = await call('/thrown/problem?cpr=0101010101');
    expect(response.status).toBe(409);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(body).toEqual({
      type: '/problems/revision-conflict',
      title: 'Somebody was faster',
      status: 409,
      detail: 'Expected revision 3, but it is 4',
      instance: '/thrown/problem',
      requestId: expect.any(String),
      revision: 4,
    });
  });

  it.each([
    ['framework', 404, '/problems/not-found'],
    ['error', 500, '/problems/unexpected'],
    ['invalid', 400, '/problems/bad-request'],
  ])('answers an error of kind %s with %d and repeats nothing of it', async (path, status, type) => {
    const { body, text } = await call(`/thrown/${path}`);
    expect(body).toMatchObject({ status, type });
    expect(text).not.toContain(secret);
  });

  it.each(['database', 'retry'])('asks for patience when the fault passes: %s', async (path) => {
    const { response } = await call(`/thrown/${path}`);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('2');
  });

  it('knows no other address, and leaves the query out', async () => {
    const { body, text } = await call(`/nowhere?cpr=${secret}`);
    expect(body).toMatchObject({ status: 404, instance: '/nowhere' });
    expect(text).not.toContain(secret);
  });

  it.each<[string, number, string, string]>([
    ['is no JSON', 400, `{"cpr": ${secret}`, json],
    ['is empty', 400, '', json],
    ['would change a prototype', 400, '{"__proto__": {"admin": true}}', json],
    ['is too large', 413, JSON.stringify({ name: 'x'.repeat(300) }), json],
    ['is of another media type', 415, 'name=x', 'application/x-unheard-of'],
  ])('answers a body that %s with %d', async (_, status, text, type) => {
    const answer = await post(text, type);
    expect(answer.response.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ status });
    expect(answer.text).not.toContain(secret);
  });
});

describe('RequestValidationPipe', () => {
  it('makes the body what its class says', async () => {
    const { body } = await post('{"name":"x","doses":[{"amount":1}]}');
    expect(body).toEqual({ isOrder: true, isDose: true });
  });

  it('names every field that is wrong, by its path', async () => {
    const { body, text } = await post(`{"doses":[{"amount":1},{"amount":"${secret}","unit":"ml"}]}`);
    expect(body).toMatchObject({ status: 400, type: '/problems/bad-request' });
    expect((body as { faults: { field: string }[] }).faults.map(({ field }) => field).toSorted()).toEqual([
      'doses.1.amount',
      'doses.1.unit',
      'name',
    ]);
    expect(text).not.toContain(secret);
  });

  it('reads numbers of a query, and keeps defaults', async () => {
    expect((await call('/orders?limit=7')).body).toEqual({ limit: 7 });
    expect((await call('/orders')).body).toEqual({ limit: 50 });
    expect((await call('/orders?limit=many')).body).toMatchObject({ faults: [{ field: 'limit' }] });
    expect((await call('/orders?else=1')).body).toMatchObject({ faults: [{ field: 'else' }] });
  });
});
