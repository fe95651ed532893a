import type { Caller } from './caller.ts';
import { rateLimits } from './rate-limits.ts';

it('counts alone, and goes on answering, while Redis is away', async () => {
  const limits = rateLimits(2, 'redis://127.0.0.1:1');
  const caller = { kind: 'person', id: 'somebody' } as Caller;
  await limits.ofCaller(caller, 1);
  await limits.ofCaller(caller, 1);
  await expect(limits.ofCaller(caller, 1)).rejects.toMatchObject({ status: 429 });
  limits.close();
});
