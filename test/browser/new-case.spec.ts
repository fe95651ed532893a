/** Opening a case, taking one over, and the list of candidates. Pictures go to .screenshots. */
import { axe, screenshot } from '../support/browser.ts';
import { fits, pagesOf } from '../support/pages.ts';
import { describeWith } from '../support/requirements.ts';
import { openActiveCase } from '../support/server.ts';

describeWith({ chromium: true }, 'a new case', () => {
  const { server, signedInAs } = pagesOf();

  const commandsOf = async (id: string): Promise<string[]> => {
    const rows = await server().rows<{ type: string }>(
      `select type from journal where case_id = $1 and kind = 'command' and outcome = 'accepted' order by seq`,
      [id],
    );
    return rows.map(({ type }) => type);
  };

  it('is opened with what is known already: stock, drugs with their D mark, stability', async () => {
    const page = await signedInAs('nurse', '/');
    await page.getByRole('link', { name: 'Nyt forløb' }).click();
    await page.getByRole('heading', { name: 'Nyt forløb', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Opret forløbet' }).click();
    expect(await page.getByText('Skal udfyldes').count()).toBe(3);
    expect(await axe(page)).toEqual([]);
    await page.getByText('Borgeren skal måske have dosispakket medicin').click();
    await page.getByLabel('CPR-nummer').fill('250947-6001');
    await page.getByLabel('Navn').fill('Rosa Prøve');
    await page.getByLabel('Egen læge (kan udelades)').selectOption({ label: 'Lægehuset Eksempel' });
    await page.getByLabel('Beholdningen er brugt den').fill('2026-12-10');
    await page.getByLabel('Tilføj lægemiddel: find i taksten').fill('prøvapril');
    await page.getByText('Prøvapril "Nord" 10 mg (99000000001), kan dosispakkes').click();
    await page.getByText('Prøvapril "Vest" 10 mg (99000000003), kan ikke dosispakkes').click();
    await page.getByRole('group', { name: 'Har medicinen været stabil?' }).getByText('Ja').click();
    await page.getByRole('group', { name: 'Ventes den at være stabil?' }).getByText('Ja').click();
    await page.getByRole('group', { name: 'Er en ændring planlagt?' }).getByText('Nej').click();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'nyt-forloeb');
    await page.getByRole('button', { name: 'Opret forløbet' }).click();
    await page.getByRole('heading', { name: 'Rosa Prøve', level: 1 }).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    expect(await commandsOf(id)).toEqual(['openCase', 'countStock', 'recordDrug', 'recordDrug', 'stateStability']);
    await page.getByText('Lav egnethedsvurdering').waitFor();
  });

  it('takes over a citizen who has dose-packed medicine already', async () => {
    const page = await signedInAs('nurse', '/forloeb/nyt');
    await page.getByText('Borgeren får allerede dosispakket medicin').click();
    await page.getByLabel('CPR-nummer').fill('2509476002');
    await page.getByLabel('Navn').fill('Ove Prøve');
    await page.getByLabel('Får det siden (kan udelades)').fill('2024-03-01');
    await page.getByRole('button', { name: 'Opret forløbet' }).click();
    await page.getByRole('heading', { name: 'Ove Prøve', level: 1 }).waitFor();
    await page.getByText('aktiv', { exact: true }).waitFor();
  });

  it('says what is wrong with a number, and that the citizen has a case', async () => {
    const there = await openActiveCase(server(), '2509476003', { name: 'Lis Prøve' });
    const page = await signedInAs('nurse', '/forloeb/nyt');
    await page.getByText('Borgeren får allerede dosispakket medicin').click();
    await page.getByLabel('CPR-nummer').fill('3102476003');
    await page.getByLabel('Navn').fill('Lis Prøve');
    await page.getByRole('button', { name: 'Opret forløbet' }).click();
    await page.getByText('Datoen i CPR-nummeret findes ikke').waitFor();
    expect(await axe(page)).toEqual([]);
    await page.getByLabel('CPR-nummer').fill('2509476003');
    await page.getByRole('button', { name: 'Opret forløbet' }).click();
    await page.getByText('Borgeren har allerede et åbent forløb').waitFor();
    await screenshot(page, 'nyt-forloeb-findes');
    await page.getByRole('link', { name: 'Til forløbet' }).click();
    await page.waitForURL(`**/forloeb/${there}`);
  });

  it('begins from the list of candidates, which a file fills', async () => {
    const page = await signedInAs('nurse', '/kandidater');
    await page.getByText('Der er ingen kandidater her').waitFor();
    await page.getByText('Hent kandidater fra en fil').click();
    const csv = [
      'cpr;name;careSetting;drugId;form;isDoseDispensable;hasStructuredDosage;isAsNeeded;changedOn',
      '2509476004;Åse Prøve;careHome;99000000001;tablet;true;true;false;2025-01-01',
      '2509476005;Bent Prøve;homeCare;99000000003;tablet;false;true;false;2025-01-01',
      '12;Fejl Prøve;homeCare;99000000003;tablet;false;true;false;2025-01-01',
    ].join('\n');
    await page.getByLabel('Fil med kandidater').setInputFiles({
      name: 'kandidater.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(csv),
    });
    await page.getByText('på listen: 2 · har allerede et forløb: 0 · kunne ikke læses: 1').waitFor();
    const row = page.getByRole('row', { name: 'Åse Prøve' });
    await row.getByText('100 %').waitFor();
    await row.getByText('Plejehjem').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'kandidater');
    await page.getByRole('navigation', { name: 'I vejen' }).getByRole('link', { name: 'Intet i vejen' }).click();
    await page.getByRole('row', { name: 'Bent Prøve' }).waitFor({ state: 'detached' });
    await page.getByRole('navigation', { name: 'I vejen' }).getByRole('link', { name: 'Alle' }).click();
    await page.getByRole('row', { name: 'Bent Prøve' }).getByRole('button', { name: 'Tag af listen' }).click();
    await page.getByText('Borgeren er flyttet').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Tag af listen' }).click();
    await page.getByRole('row', { name: 'Bent Prøve' }).waitFor({ state: 'detached' });
    await row.getByRole('button', { name: 'Start forløb' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Start forløb' }).click();
    await page.getByRole('heading', { name: 'Åse Prøve', level: 1 }).waitFor();
  });

  it('is offered to nobody but the municipality’s nurses, and fits a narrow screen', async () => {
    const gp = await signedInAs('gp', '/');
    await gp.getByRole('heading', { name: 'Arbejdsliste' }).waitFor();
    expect(await gp.getByRole('link', { name: /Nyt forløb|Kandidater/ }).count()).toBe(0);
    const page = await signedInAs('nurse', '/forloeb/nyt', 390);
    await page.getByText('Borgeren skal måske have dosispakket medicin').click();
    expect(await fits(page)).toBe(true);
    await screenshot(page, 'nyt-forloeb-390');
  });
});
