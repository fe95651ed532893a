import { welcome } from './welcome.ts';

const config = { databaseUrl: undefined, dataFolder: '/data', redisUrl: undefined, clock: 'real' } as const;

it('offers a demonstration where there is no citizen yet, and only there', () => {
  expect(welcome('http://127.0.0.1:3000', config, true)).toContain('npm run demo');
  expect(welcome('http://127.0.0.1:3000', config)).not.toContain('npm run demo');
});
