/** The data protection officer's page: what was opened in an emergency, and who has seen what of a citizen. */
import { axe, screenshot } from '../support/browser.ts';
import { fits, pagesOf } from '../support/pages.ts';
import { describeWith } from '../support/requirements.ts';
import { openActiveCase } from '../support/server.ts';

const cpr = '2509477401';

describeWith({ chromium: true }, 'the page of the data protection officer', () => {
  const { server, signedInAs } = pagesOf();

  beforeAll(async () => {
    const id = await openActiveCase(server(), cpr, { name: 'Birthe Prøve' });
    await server().call('nurse', 'GET', `/api/cases/${id}`);
    const reason = 'Indlagt uden medicinliste';
    expect((await server().call('gp', 'POST', '/api/citizens/emergency-opening', { cpr, reason })).status).toBe(200);
  });

  it('shows what waits for follow-up, without the citizen, and takes the verdict', async () => {
    const page = await signedInAs('dataProtectionOfficer', '/adgang');
    await page.getByRole('heading', { name: 'Opfølgning på adgang', level: 1 }).waitFor();
    const row = page.getByRole('row', { name: 'Indlagt uden medicinliste' });
    await row.waitFor();
    expect(await page.locator('body').innerText()).not.toContain('Birthe');
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'adgang');
    await row.getByLabel('Hvad viste opfølgningen?').fill('Lægen havde borgeren i konsultation');
    await row.getByRole('button', { name: 'Godkend' }).click();
    await page.getByText('Ingen åbninger venter på opfølgning').waitFor();
    const followed = await server().rows<{ n: number }>(
      `select count(*)::int as n from audit where detail = 'emergency opening approved'`,
    );
    expect(followed).toEqual([{ n: 1 }]);
  });

  it('shows who has seen what of a citizen, on a narrow screen too', async () => {
    const page = await signedInAs('dataProtectionOfficer', '/adgang', 390);
    await page.getByLabel('Borgerens CPR-nummer').fill(cpr);
    await page.getByRole('button', { name: 'Vis loggen' }).click();
    await page.getByRole('row', { name: 'Nanna Prøve' }).first().waitFor();
    expect(page.url()).not.toContain(cpr);
    expect(await axe(page)).toEqual([]);
    expect(await fits(page)).toBe(true);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Hent som regneark (CSV)' }).click();
    expect((await download).suggestedFilename()).toBe('adgangslog.csv');
  });

  it('is nobody else’s', async () => {
    const page = await signedInAs('nurse', '/adgang');
    await page.getByText('Din rolle har ikke adgang hertil').waitFor();
  });
});
