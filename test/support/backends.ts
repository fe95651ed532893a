import { describeWith } from './requirements.ts';

/** The same suite with the bell's queue on PostgreSQL and on Redis. */
export function onBothBackends(suite: (onRedis: boolean) => void): void {
  describe('with the bell on PostgreSQL', () => {
    suite(false);
  });
  describeWith({ redisServer: true }, 'with the bell on Redis', () => suite(true));
}
