/** Takes over citizens whose dose packing runs already: `npm run import:citizens -- FILE|FOLDER [--dry-run]`. */
import { parseArgs } from 'node:util';
import { openDevelopmentIssuer } from '../src/auth/development-issuer.ts';
import { readConfig } from '../src/config.ts';
import { messageOf } from '../src/kernel/faults.ts';
import type { Call } from './import/patient.ts';
import { columns } from './import/read-citizens.ts';
import { takeOver } from './import/take-over.ts';

const mostShown = 50;
const timeoutMs = 120_000;
const usage = `npm run import:citizens -- FILE|FOLDER [--dry-run]

Opens a case for each citizen who is on dose packing already, through the running server, at DOSISFLOW_URL or
http://127.0.0.1:PORT, with tokens of the development issuer, or DOSISFLOW_ADAPTER_TOKEN and DOSISFLOW_NURSE_TOKEN.
A .csv file has a line for each citizen, under a first line of columns: ${columns.join(', ')}.
An .xml file is FMK's answer on one citizen, such as GetDispensingCardResponse; the case gets what it says as well.
--dry-run checks all that the server checks, and opens nothing. A server that has too much to do is waited for. Run again, it
goes on where it stopped: FILE.report.csv says of each row what became of it, by its number and without anybody's name.
`;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { 'dry-run': { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [path, ...others] = positionals;
  if (!path || others.length > 0) {
    process.stderr.write(usage);
    return 2;
  }
  const isDryRun = values['dry-run'];
  const report = await takeOver(path, {
    isDryRun,
    call: await connect(),
    progress: (done, all) => console.log(`${done} of ${all} rows`),
  });
  const { opened, wouldOpen, known, failed, left, stopped, file } = report;
  for (const { row, reason } of failed.slice(0, mostShown)) console.log(`row ${row}: ${reason}`);
  if (failed.length > mostShown) console.log(`and ${failed.length - mostShown} more`);
  const done = isDryRun ? `would open ${wouldOpen}` : `opened ${opened}`;
  console.log(`${done}, known ${known}, failed ${failed.length}, not come to ${left}; each row is in ${file}`);
  if (stopped) console.error(`Stopped: ${stopped}. Run the same again, and it goes on.`);
  return failed.length + left > 0 ? 1 : 0;
}

async function connect(): Promise<Call> {
  const { DOSISFLOW_URL: url, DOSISFLOW_ADAPTER_TOKEN: adapter, DOSISFLOW_NURSE_TOKEN: nurse, ...env } = process.env;
  const { port, dataFolder, oidc } = readConfig(env);
  const issuer = await openDevelopmentIssuer(dataFolder, oidc.audience);
  const tokens = {
    cases: nurse ?? (await issuer.sign('dev|nurse', ['cases'])),
    integration: adapter ?? (await issuer.sign('dev|adapter', ['integration'])),
  };
  return (scope, path, init) =>
    fetch(`${url ?? `http://127.0.0.1:${port}`}${path}`, {
      ...init,
      signal: AbortSignal.timeout(timeoutMs),
      headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${tokens[scope]}` },
    });
}
