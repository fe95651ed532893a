import { Controller, Get, Module, Post } from '@nestjs/common';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Access, Public } from '../../src/auth/access.ts';
import { Store } from '../../src/db/store.ts';
import { startServer } from '../support/server.ts';
import { routesOf } from '../support/routes-of.ts';

@Controller('half')
class HalfController {
  @Get()
  @Access('cases', 'gp')
  ruled(): void {}

  @Post(':id/forgotten')
  forgotten(): void {}
}

@Controller('whole')
@Public('a test')
class WholeController {
  @Get()
  inherited(): void {}

  @Get('own')
  @Access('operations')
  own(): void {}

  notARoute(): void {}
}

@Module({ controllers: [WholeController] })
class WholeModule {}

const appOf = (...controllers: Type[]): Promise<INestApplicationContext> =>
  Test.createTestingModule({
    imports: [WholeModule],
    controllers,
    providers: [{ provide: Store, useValue: {} }],
  }).compile();

describe('routesOf', () => {
  it('finds every handler of every module with the rule that opens it', async () => {
    expect(routesOf(await appOf(HalfController))).toEqual(
      expect.arrayContaining([
        {
          controller: 'HalfController',
          handler: 'ruled',
          method: 'GET',
          path: '/half',
          rule: { kind: 'caller', scopes: ['cases'], roles: ['gp'] },
        },
        {
          controller: 'HalfController',
          handler: 'forgotten',
          method: 'POST',
          path: '/half/:id/forgotten',
          rule: undefined,
        },
        expect.objectContaining({ handler: 'inherited', rule: { kind: 'public', reason: 'a test', counted: true } }),
        expect.objectContaining({ handler: 'own', rule: { kind: 'caller', scopes: ['operations'], roles: 'any' } }),
      ]),
    );
  });
});

describe('the routes of Dosisflow', () => {
  it('all carry an access rule, and a caller without a token gets no further than 401', async () => {
    const server = await startServer();
    const routes = routesOf(server.app);
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.filter(({ rule }) => !rule)).toEqual([]);
    for (const { method, path, rule } of routes) {
      if (rule?.kind === 'public') continue;
      const url = `${server.address}${path.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000')}`;
      const { status } = await fetch(url, { method });
      expect({ method, path, status }).toEqual({ method, path, status: 401 });
    }
    await server.close();
  });
});
