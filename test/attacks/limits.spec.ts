/** Limits where several processes answer: who asks too much of one has asked too much of all. */
import { Redis } from 'ioredis';
import { describeWith, redisUrl } from '../support/requirements.ts';
import { startServer } from '../support/server.ts';

describeWith({ redis: true }, 'limits beside Redis', () => {
  const url = `${redisUrl}/13`;
  const search = { cpr: '2509471990' };

  it('counts what one person asks of two processes together', async () => {
    const redis = new Redis(url);
    await redis.flushdb();
    const env = { REDIS_URL: url, RATE_LIMIT: '100' };
    const [one, other] = [await startServer(env), await startServer(env)];
    const statuses: number[] = [];
    for (let tries = 0; tries < 6; tries += 1) {
      const { status } = await (tries % 2 ? one : other).call('nurse', 'POST', '/api/citizens/search', search);
      statuses.push(status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await one.call('gp', 'POST', '/api/citizens/search', search)).status).toBe(200);
    // The queue may be emptied at any moment, and the counts with it: nobody is shut out by that.
    await redis.flushdb();
    expect((await one.call('nurse', 'POST', '/api/citizens/search', search)).status).toBe(200);
    await one.close();
    await other.close();
    redis.disconnect();
  });
});
