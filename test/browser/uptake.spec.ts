/** How far the programme has come, and its register. Pictures go to .screenshots. */
import { axe, screenshot } from '../support/browser.ts';
import { fits, pagesOf } from '../support/pages.ts';
import { describeWith } from '../support/requirements.ts';
import { openActiveCase } from '../support/server.ts';

describeWith({ chromium: true }, 'uptake and the programme', () => {
  const { server, signedInAs, give, organisation } = pagesOf();

  it('tells the pace and what is short of the target, with picture, table and file', async () => {
    const page = await signedInAs('nationalCoordinator', '/udbredelse');
    await page.getByRole('heading', { name: 'Udbredelse og måltal', level: 1 }).waitFor();
    await page.getByText('76.489 (2027-06), 8.511 under målet (85.000)').waitFor();
    await page.getByRole('img', { name: 'Brugere måned for måned' }).waitFor();
    await page.getByText('Vis tabellen').first().click();
    await page.getByRole('cell', { name: 'KL Momentum, 19. februar 2024' }).first().waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Hent som CSV' }).first().click();
    expect((await download).suggestedFilename()).toBe('brugere.csv');
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'udbredelse');
  });

  it('looks at the municipalities by what is chosen, in the address', async () => {
    const page = await signedInAs('nationalCoordinator', '/udbredelse');
    await page.getByRole('link', { name: '6-byerne' }).click();
    await page.waitForURL('**/udbredelse?linse=seks');
    await page.getByText('Vis tabellen').nth(1).click();
    const table = page.getByRole('region', { name: 'Kommunerne' });
    await table.getByRole('rowheader', { name: 'Odense' }).waitFor();
    expect(await table.getByRole('rowheader').count()).toBe(6);
    await page.getByRole('link', { name: 'Region Nordjylland' }).click();
    await page.waitForURL(/omraade=.*1081/);
    await table.getByRole('rowheader', { name: 'Odense' }).waitFor({ state: 'detached' });
    expect(await table.getByRole('rowheader').allInnerTexts()).toEqual(['Aalborg']);
  });

  it('looks at the quality clusters, those first that could gain most, and says so when places cannot be had', async () => {
    const gpPractice = await organisation('gpPractice');
    await server().rows(
      `with practice as (insert into organisation (id, kind, name, duty_contact)
         select gen_random_uuid(), 'gpPractice', 'Praksis ' || n, 'Vagten' from generate_series(1, 2) n returning id)
       insert into quality_cluster (organisation_id, value, source, valid_from)
         select id, 'Kvalitetsklynge Øst', 'Test', '2020-01-01' from practice`,
    );
    for (let n = 0; n < 6; n += 1) await openActiveCase(server(), `250947820${n}`, { gpPractice });
    const page = await signedInAs('nationalCoordinator', '/udbredelse');
    await page.locator('summary').filter({ hasText: 'Kvalitetsklynger' }).click();
    const table = page.getByRole('table', { name: 'Kvalitetsklynger' });
    await table.getByRole('row', { name: /Kvalitetsklynge Prøve 1 .* 6 0$/ }).waitFor();
    expect(await table.getByRole('rowheader').allInnerTexts()).toEqual([
      'Kvalitetsklynge Øst',
      'Kvalitetsklynge Prøve',
    ]);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'udbredelse-klynger');
    await page.getByRole('link', { name: 'kan vinde mest' }).click();
    await page.waitForURL('**/udbredelse?klynger=vinder');
    await table.getByRole('row', { name: /Kvalitetsklynge Øst 2 – 0 4$/ }).waitFor();
    expect(await table.getByRole('rowheader').count()).toBe(1);
    await page.route('**/api/reference/geography*', (route) => route.fulfill({ status: 500 }));
    await page.reload();
    await page.getByText('Regioner og sundhedsråd kunne ikke hentes').waitFor();
    await page.getByRole('img', { name: 'Kommunerne' }).waitFor();
    await page.unroute('**/api/reference/geography*');
    await page.getByRole('button', { name: 'Prøv igen' }).click();
    await page.getByRole('link', { name: 'Region Nordjylland' }).waitFor();
  });

  it('takes in figures of others whole or not at all, and a parameter with its source', async () => {
    const page = await signedInAs('nationalCoordinator', '/udbredelse');
    await page.locator('summary').filter({ hasText: 'Det, der regnes med' }).click();
    await page.getByLabel('Tabellens tekst').fill('month;area;usersAll;share75\n2026-13;0101;900;2,1');
    await page.getByLabel('Opgjort').fill('2026-02-28');
    await page.getByRole('button', { name: 'Indlæs' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Tabellens tekst').fill('month;area;usersAll;share75\n2026-02;0101;900;2,1');
    await page.getByRole('button', { name: 'Indlæs' }).click();
    await page.getByText('Tal indlæst').waitFor();
    await page.getByRole('button', { name: 'Ret Lav andel, procent' }).click();
    await page.getByLabel('Værdi', { exact: true }).fill('7,5');
    await page.getByLabel('Kilde').first().fill('Styregruppen, december 2026');
    await page.getByRole('button', { name: 'Gem' }).click();
    await page.getByRole('row', { name: 'Lav andel, procent' }).getByText('7,5').waitFor();
    expect(await axe(page)).toEqual([]);
  });

  it('shows a municipality whom to ask again, and leads to the case', async () => {
    const id = await openActiveCase(server(), '2509478001', { entry: 'identified', name: 'Nikoline Prøve' });
    await give(id, 'declineConsent', { answeredBy: 'citizen', reason: 'doseFee' });
    const page = await signedInAs('nurse', '/udbredelse');
    await page.locator('summary').filter({ hasText: 'Spørg igen' }).click();
    await page.getByRole('row', { name: 'dosispakkegebyret' }).getByRole('link').click();
    await page.getByRole('heading', { name: 'Nikoline Prøve' }).waitFor();
  });

  it('shows what the programme missed as missed, and is changed by who coordinates the country alone', async () => {
    const page = await signedInAs('nationalCoordinator', '/programmet');
    const row = page.getByRole('row', { name: 'Håndtering af dosispakkegebyret' });
    await row.getByText('Ikke nået').waitFor();
    await row.getByText('Hjemmel til, at kommuner betaler dosispakkegebyret').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'programmet');
    await row.getByRole('button', { name: 'Ret' }).click();
    await page.getByLabel('Status').selectOption('done');
    await page.getByRole('button', { name: 'Gem' }).click();
    await row.getByText('Afsluttet').waitFor();
    const regional = await signedInAs('regionalCoordinator', '/programmet');
    await regional.getByRole('row', { name: 'Langsigtet måltal' }).waitFor();
    expect(await regional.getByRole('button', { name: /^Ret/ }).count()).toBe(0);
  });

  it.each([
    ['/udbredelse', 'udbredelse-390'],
    ['/programmet', 'programmet-390'],
  ])('%s fits a narrow screen', async (path, name) => {
    const page = await signedInAs('nationalCoordinator', path);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('table').first().or(page.getByRole('img').first()).first().waitFor();
    expect(await fits(page)).toBe(true);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, name);
  });
});
