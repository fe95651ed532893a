/** Messages in and out: what became of each, the message itself for who may open it, and its refusals. */
import { axe, screenshot } from '../support/browser.ts';
import { bodyOf } from '../support/hospital-notification/body-of.ts';
import { buildSequence } from '../support/hospital-notification/build-sequence.ts';
import { send } from '../support/hospital-notification/send.ts';
import { fits, pagesOf } from '../support/pages.ts';
import { describeWith } from '../support/requirements.ts';
import { openActiveCase } from '../support/server.ts';

const cpr = '2509477301';

describeWith({ chromium: true }, 'the page of messages in and out', () => {
  const { server, signedInAs } = pagesOf();
  let id: string;

  beforeAll(async () => {
    id = await openActiveCase(server(), cpr, { name: 'Birthe Prøve' });
    for (const bundle of buildSequence({ codes: ['STIN', 'SLHJ'], cpr, startsAt: '2026-11-18T08:00:00Z' })) {
      const [body, contentType] = bodyOf(bundle, 'json');
      expect((await send(server(), body, contentType)).code).toBe('ok');
    }
    const event = { specversion: '1.0', id: 'e1', source: 'urn:proeve:fmk', time: '2026-11-20T08:00:00Z' };
    const type = 'dk.dosisflow.fmk.holdObserved.v1';
    await server().call('adapter', 'POST', '/api/integration/events', { ...event, type, data: { cpr, from: 'snart' } });
    await server().rows(
      `insert into outbox (key, kind, case_id, organisation_id, code, created_at, due_at, status, attempts, last_error, outcome)
       select 'x' || n, 'notice', $1, municipality_id, 'holdReviewOverdue', '2026-11-20T08:00:00Z', now(),
         case n when 1 then 'delivered' else 'failed' end, n, case n when 2 then 'The receiver answered 503' end, 'webhook'
       from "case", generate_series(1, 2) n where id = $1`,
      [id],
    );
  });

  it('shows the administrator what was received by source and result, and no name', async () => {
    const page = await signedInAs('administrator', '/snitflader');
    await page.getByRole('heading', { name: 'Snitflader', level: 1 }).waitFor();
    await page.getByRole('row', { name: 'STIN' }).getByText('Behandlet').waitFor();
    await page.getByRole('row', { name: 'STIN' }).getByText('Indlæggelse').waitFor();
    await page.getByRole('row', { name: 'Ulæselig' }).getByText('Besked uden kendt navn').waitFor();
    await page.getByRole('link', { name: 'Ulæselig (1)' }).waitFor();
    expect(await page.locator('body').innerText()).not.toContain('Birthe');
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'snitflader');
    await page.getByRole('link', { name: 'Sygehuse (MedCom)' }).click();
    await page.waitForURL('**/snitflader?kilde=medcom');
    await page.getByRole('row', { name: 'Ulæselig' }).waitFor({ state: 'detached' });
    await page.getByRole('row', { name: 'SLHJ' }).getByRole('link').first().click();
    await page.getByRole('heading', { name: 'Hvad beskeden gjorde' }).waitFor();
    await page.getByText('Modtaget (ok)').waitFor();
    await page.getByRole('row', { name: 'Udskri' }).getByRole('link').waitFor();
    await page.getByText('kun sygeplejersker i den kommune').waitFor();
    await page.getByRole('button', { name: 'Behandl beskeden igen nu' }).and(page.locator(':disabled')).waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'snitflader-besked');
  });

  it('opens an unreadable message for whoever says why, and tries it again', async () => {
    const page = await signedInAs('administrator', '/snitflader?status=unreadable');
    await page.getByRole('row', { name: 'Ulæselig' }).getByRole('link').first().click();
    await page.getByRole('heading', { name: 'Fejl i beskeden' }).waitFor();
    await page
      .getByLabel('Hvorfor skal du se den?')
      .selectOption({ label: 'Finde ud af, hvorfor den ikke kunne behandles' });
    await page.getByRole('button', { name: 'Åbn beskeden' }).click();
    await page.locator('pre', { hasText: 'snart' }).waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'snitflader-aabnet');
    await page.getByRole('button', { name: 'Skjul beskeden' }).click();
    await page.locator('pre').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Behandl beskeden igen nu' }).click();
    await page.getByText('Beskeden er behandlet igen: Ulæselig').waitFor();
    const logged = await server().rows<{ n: number }>(
      `select count(*)::int as n from audit where detail like 'raw message %: faultFinding'`,
    );
    expect(logged).toEqual([{ n: 1 }]);
  });

  it('shows what was sent, how it went, and sends it again', async () => {
    const page = await signedInAs('administrator', '/snitflader?vis=sendt');
    const failed = page.getByRole('row', { name: 'Nåede ikke frem' });
    await failed.getByText('The receiver answered 503').waitFor();
    await failed.getByRole('rowheader').getByText('Fristen er overskredet: dosispakning i bero.').waitFor();
    expect(await page.getByRole('main').innerText()).not.toContain('holdReviewOverdue');
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'snitflader-sendt');
    await failed.getByRole('button', { name: 'Send igen' }).click();
    await page.getByText('Beskeden sendes igen.').waitFor();
    await failed.waitFor({ state: 'detached' });
  });

  it('leads a nurse from the citizen to the messages, and opens them', async () => {
    const page = await signedInAs('nurse', `/forloeb/${id}`);
    await page.locator('summary').filter({ hasText: 'Hændelseslog' }).click();
    await page.getByRole('link', { name: 'Beskeder om borgeren' }).click();
    await page.getByRole('row', { name: 'STIN' }).getByRole('link').first().click();
    await page.getByLabel('Hvorfor skal du se den?').selectOption({ label: 'Behandling af borgeren' });
    await page.getByRole('button', { name: 'Åbn beskeden' }).click();
    await page.locator('pre', { hasText: cpr }).waitFor();
    expect(await axe(page)).toEqual([]);
  });

  it.each(['gp', 'coordinator', 'dataProtectionOfficer'] as const)(
    'says to a %s that the page is for others',
    async (who) => {
      const page = await signedInAs(who, '/snitflader');
      await page.getByText('Siden er for administratorer').waitFor();
      expect(await page.getByRole('navigation', { name: 'Sider i Dosisflow' }).getByText('Snitflader').count()).toBe(0);
      expect(await axe(page)).toEqual([]);
    },
  );

  it('fits a narrow screen, in English', async () => {
    const page = await signedInAs('administrator', '/snitflader', 390);
    await page.getByRole('row').nth(1).waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Integrations' }).waitFor();
    expect(await fits(page)).toBe(true);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'snitflader-390');
    await page.getByRole('row', { name: 'SLHJ' }).getByRole('link').first().click();
    await page.getByRole('heading', { name: 'What the message did' }).waitFor();
    expect(await fits(page)).toBe(true);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'snitflader-besked-390');
  });
});
