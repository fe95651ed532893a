import type { Config } from './config.ts';

/** What a newcomer can do next, printed once the server answers. */
export function welcome(
  address: string,
  config: Pick<Config, 'databaseUrl' | 'dataFolder' | 'redisUrl' | 'clock'>,
  isEmpty = false,
): string {
  const database = config.databaseUrl ? 'the PostgreSQL of DATABASE_URL' : `its own PostgreSQL in ${config.dataFolder}`;
  const queue = config.redisUrl ? 'Redis' : 'the same PostgreSQL';
  return `
  Dosisflow is running at ${address}
  Data in ${database}; the queue in ${queue}.${config.clock === 'simulated' ? ' The clock is simulated and stands still.' : ''}

${isEmpty ? offer : ''}
  Open it in a browser to see cases move. Try, in another terminal:
    curl ${address}/health/live
    TOKEN=$(npm run --silent token -- --as nurse)
    curl -H "Authorization: Bearer $TOKEN" ${address}/api/me
    curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' ${address}/api/cases \\
      -d '{"workflow":"dose-dispensing","data":{"cpr":"2509479989","name":"Testborger"}}'
    npm run replay -- docs/examples/hospital-notifications      a stay in five messages
  The API is described in docs/generated/openapi.json. Stop with Ctrl+C: nothing is lost.

`;
}

const offer = `
  There is no citizen here yet. To look around among 5,000 artificial ones, stop with Ctrl+C and write
    npm run demo
  It takes some minutes the first time and has a database of its own: this one stays as it is.
`;
