/** Prints a bearer token of the development issuer: `npm run token -- --as nurse`. */
import { parseArgs } from 'node:util';
import { developmentAccounts, developmentSubject } from '../src/auth/development-accounts.ts';
import { openDevelopmentIssuer } from '../src/auth/development-issuer.ts';
import { readConfig } from '../src/config.ts';
import { messageOf } from '../src/kernel/faults.ts';

try {
  const { values } = parseArgs({ options: { as: { type: 'string' } } });
  console.log(await token(values.as ?? ''));
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

async function token(name: string): Promise<string> {
  const { oidc, dataFolder } = readConfig(process.env);
  if (oidc.provider) {
    throw new Error('Expected no OIDC_ISSUER, but it is set: its identity provider gives the tokens, not this script.');
  }
  const scopes = Object.hasOwn(developmentAccounts, name) ? developmentAccounts[name] : undefined;
  if (!scopes) {
    throw new Error(`Expected --as with one of ${Object.keys(developmentAccounts).join(', ')}.`);
  }
  const issuer = await openDevelopmentIssuer(dataFolder, oidc.audience);
  return issuer.sign(developmentSubject(name), scopes);
}
