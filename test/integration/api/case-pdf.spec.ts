/** A case as a PDF, over HTTP on the product's own server. */
import { bodyOf } from '../../support/hospital-notification/body-of.ts';
import { buildNotification } from '../../support/hospital-notification/build-notification.ts';
import { send } from '../../support/hospital-notification/send.ts';
import { openActiveCase, startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';
import { textOfPdf } from '../../support/text-of-pdf.ts';

const cpr = '2509474401';
const name = 'Åse Ærø Søgård Prøve';

let server: TestServer;
let id: string;
beforeAll(async () => {
  server = await startServer();
  const [practice] = await server.rows<{ id: string }>(
    `select organisation_id as id from person where subject = 'dev|gp'`,
  );
  id = await openActiveCase(server, cpr, { name, careSetting: 'careHome', gpPractice: practice?.id });
  const today = (await server.store.clock(server.store.pool)).slice(0, 10);
  const occurredAt = `${today}T00:00:00Z`;
  const [body, contentType] = bodyOf(
    buildNotification({ code: 'STIN', cpr, episode: 'e', occurredAt, periodStart: occurredAt }),
    'json',
  );
  expect((await send(server, body, contentType)).code).toBe('ok');
});
afterAll(() => server.close());

const pdf = (as: string, headers: Record<string, string> = {}): Promise<Response> =>
  server.call(as, 'GET', `/api/cases/${id}/pdf`, undefined, headers);
const textFor = async (as: string): Promise<string> => textOfPdf(Buffer.from(await (await pdf(as)).arrayBuffer()));

it('tells the nurse who and where, what waits, and what happened, in Danish letters', async () => {
  const response = await pdf('nurse');
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="forloeb-${id.slice(0, 8)}.pdf"`);
  const text = textOfPdf(Buffer.from(await response.arrayBuffer()));
  expect(text).toContain(`Forløb: ${name}`);
  for (const words of [
    cpr,
    'plejehjem',
    'Hvor forløbet står',
    'Hvad forløbet venter på',
    'Sygehusophold',
    'kommunens sygeplejerske, Testkommune Nord',
  ])
    expect([words, text.includes(words)]).toEqual([words, true]);
  expect(text).toMatch(/Hændelseslog\n.*Oprettet: /s);
  expect(text).toMatch(/Fortroligt · Dosisflow .* · Nanna Prøve .*, Testkommune Nord · til behandling · Side 1 af \d/);
});

it('tells each viewer what he may see and nothing more (P3)', async () => {
  const gp = await textFor('gp');
  expect(gp).toContain(`Forløb: ${name}`);
  expect(gp).toContain('250947-xxxx');
  expect(gp).not.toMatch(new RegExp(`${cpr}|[Ss]ygehus|indlagt|Nanna`));
  const unnamed = await textFor('administrator');
  expect(unnamed).toContain('navn vises ikke');
  expect(unnamed).not.toMatch(/Søgård|250947/);
  for (const as of ['pharmacist', 'regional-coordinator', 'dpo'])
    expect([as, (await pdf(as)).status]).toEqual([as, 404]);
});

it('is logged as a reading, with its purpose (P2)', async () => {
  await pdf('nurse', { 'dosisflow-purpose': 'coordination' });
  const rows = await server.rows(
    `select actor_role as role, action, purpose from audit where case_id = $1 and detail = 'pdf' order by id desc limit 1`,
    [id],
  );
  expect(rows).toEqual([{ role: 'municipalNurse', action: 'read', purpose: 'coordination' }]);
});
