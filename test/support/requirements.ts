/**
 * Suites that need more than Node and the database say so here. What is there is found once, by global-setup.mjs.
 * Where something is missing they are skipped by name; with REQUIRE_ALL=1 they fail instead, so that CI cannot lose them.
 */
interface Needs {
  redis?: true;
  /** The program, for a Redis that the test starts, empties and stops itself. */
  redisServer?: true;
  chromium?: true;
}

const found = {
  redis: { variable: 'TEST_REDIS_URL', advice: 'a Redis at 127.0.0.1:6379, or TEST_REDIS_URL' },
  redisServer: {
    variable: 'TEST_REDIS_SERVER',
    advice: 'the program redis-server (on Debian: apt-get install redis-server), or TEST_REDIS_SERVER',
  },
  chromium: { variable: 'TEST_CHROMIUM', advice: 'Chromium (on Debian: apt-get install chromium), or TEST_CHROMIUM' },
} as const;

export function describeWith(needs: Needs, name: string, suite: () => void): void {
  const missing = Object.entries(found).filter(([need, { variable }]) => need in needs && !process.env[variable]);
  if (missing.length === 0) return describe(name, suite);

  const sentence = `"${name}" needs ${missing.map(([, { advice }]) => advice).join(', and ')}.`;
  if (process.env['REQUIRE_ALL'] === '1') {
    return describe(name, () => {
      it('finds what it needs', () => {
        throw new Error(sentence);
      });
    });
  }
  process.stderr.write(`Skipped: ${sentence}\n`);
  return describe.skip(name, suite);
}

/** What a suite described with `{ redis: true }` connects to. */
export const redisUrl = process.env['TEST_REDIS_URL'] ?? '';
